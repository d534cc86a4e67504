"""A policy: the rules of a school, and what differs for some grades and subjects."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from zhurnal.calc.grading.policy.node import Data, Node
from zhurnal.calc.grading.policy.problems import PolicyError, Problem
from zhurnal.calc.grading.policy.reader import SECTIONS, read_rules
from zhurnal.calc.grading.policy.writer import grades_text, rules_data
from zhurnal.calc.grading.rules import ALL_GRADES, Grades, Rules
from zhurnal.calc.grading.scale import SCALES
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable

# Which overrides apply, by their index.
Applied = tuple[int, ...]
_OF_THE_SCALE = ("thresholds", "dot_becomes", "absences")
# An override replaces these as a whole: a threshold of the general rule must not survive beside others.
_WHOLE = ("thresholds", "min_marks", "type_by_grade", "not_attested", "scale")


@dataclass(frozen=True, slots=True)
class Override:
    """Rules that differ for grades and subjects; no subjects named: for all. Names in small letters."""

    grades: Grades
    subjects: frozenset[str]
    rules: dict[str, Data]

    def applies(self, grade: int, subject: str) -> bool:
        """Whether the override is about this course."""
        return grade in self.grades and (not self.subjects or _name(subject) in self.subjects)


@dataclass(frozen=True, slots=True)
class Policy:
    """The general rules, and the rules of every course that has its own."""

    rules: Rules
    overrides: tuple[Override, ...] = ()
    variants: dict[Applied, Rules] = field(default_factory=dict)

    def for_course(self, grade: int, subject: str = "") -> Rules:
        """Return the rules of a subject in a grade; where several overrides apply, later ones win."""
        return self.variants.get(_applied(self.overrides, grade, subject), self.rules)


def read_policy(data: object) -> Policy:
    """Read a policy from nested dicts and lists as YAML or JSON give them. Raises PolicyError."""
    general, root = _general(_plain(data))
    rules = read_rules(root)
    overrides = _overrides(general.child("overrides"))
    variants = {}
    for applied in _combinations(overrides):
        place = Node(_merged(root.value, [overrides[index].rules for index in applied]))
        variants[applied] = read_rules(place)
        root.problems.extend(_own_problems(place, root.problems, f"overrides.{applied[-1]}.rules"))
    if root.problems:
        raise PolicyError(tuple(dict.fromkeys(root.problems)))
    return Policy(rules, overrides, variants)


def policy_data(policy: Policy) -> dict[str, Data]:
    """Write a policy as plain data for YAML or JSON; `read_policy` reads it back unchanged."""
    written = rules_data(policy.rules)
    if policy.overrides:
        written["overrides"] = [
            {
                "grades": grades_text(one.grades),
                "subjects": list[Data](sorted(one.subjects)),
                "rules": one.rules,
            }
            for one in policy.overrides
        ]
    return written


def _plain(data: object) -> Data:
    """Keys become texts, and a float the decimal that was written: 4.65 is «4.65», not its nearest binary."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, float | Decimal):
        return str(data)
    return data if data is None or isinstance(data, bool | int | str) else str(data)


def _general(data: Data) -> tuple[Node, Node]:
    """The whole, and the whole without overrides."""
    whole = Node(data)
    whole.only((*SECTIONS, "overrides"))
    kept = {key: value for key, value in data.items() if key != "overrides"} if isinstance(data, dict) else {}
    return whole, Node(kept, "", whole.problems)


def _overrides(node: Node | None) -> tuple[Override, ...]:
    found = []
    for place in node.items() if node else ():
        place.only(("grades", "subjects", "rules"))
        grades, subjects, rules = (place.child(key) for key in ("grades", "subjects", "rules"))
        if rules is None:
            place.complain(_NO_RULES)
        else:
            rules.only(SECTIONS)
        written = rules.value if rules and isinstance(rules.value, dict) else {}
        named = grades.grades() if grades else ALL_GRADES
        found.append(Override(named, frozenset(map(_name, _texts(subjects))), written))
    return tuple(found)


def _texts(node: Node | None) -> list[str]:
    if node is None:
        return []
    members = node.items()
    for member in members:
        if not isinstance(member.value, str) or not member.value.strip():
            member.complain(_NO_SUBJECT)
    return [str(member.value) for member in members]


def _combinations(overrides: tuple[Override, ...]) -> list[Applied]:
    """Every set of overrides that meets in some course."""
    subjects = {"", *(name for one in overrides for name in one.subjects)}
    found = {_applied(overrides, grade, subject) for grade in ALL_GRADES for subject in subjects}
    return sorted(found - {()})


def _applied(overrides: tuple[Override, ...], grade: int, subject: str) -> Applied:
    return tuple(index for index, one in enumerate(overrides) if one.applies(grade, subject))


def _merged(base: Data, changes: Iterable[dict[str, Data]]) -> Data:
    """The general rules with what differs laid over them, in order.

    Thresholds for a subject do not speak of the grades that other rules leave without marks.
    """
    scaled: Data = None
    for change in changes:
        own = change.get("scale")
        laid = _without_marks(change) if own is None and _is_without_average(scaled) else change
        base = _over(base if own is None else _without_marks(base), laid)
        scaled = scaled if own is None else own
    return base


def _is_without_average(scale: Data) -> bool:
    return isinstance(scale, str) and scale in SCALES and not SCALES[scale].averaged


def _without_marks(base: Data) -> dict[str, Data]:
    """What names marks of the former scale says nothing about another: it starts from the defaults."""
    if not isinstance(base, dict):
        return {}
    return {
        section: {key: value for key, value in rules.items() if key not in _OF_THE_SCALE}
        if isinstance(rules, dict)
        else rules
        for section, rules in base.items()
    }


def _over(base: Data, change: Data) -> Data:
    if not (isinstance(base, dict) and isinstance(change, dict)):
        return change
    replaced = {
        key: value if key in _WHOLE or key not in base else _over(base[key], value)
        for key, value in change.items()
    }
    return base | replaced


def _own_problems(place: Node, known: list[Problem], prefix: str) -> list[Problem]:
    """The problems that the general rules do not have, named by the override that brings them."""
    general = {(problem.path, problem.text) for problem in known}
    return [
        problem._replace(path=f"{prefix}.{problem.path}" if problem.path else prefix)
        for problem in place.problems
        if (problem.path, problem.text) not in general
    ]


def _name(subject: str) -> str:
    return subject.strip().casefold()


_NO_RULES = gettext_noop("Не сказано, что меняется: добавьте rules.")
_NO_SUBJECT = gettext_noop("Нужно название предмета.")
