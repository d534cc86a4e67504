"""The rules of a school by grade and subject: what is general, and where it differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.policy.differences import Difference, differences
from zhurnal.calc.grading.policy.words import told
from zhurnal.journal.policy_words import Pair, scope_lines
from zhurnal.journal.queries.rules import in_scale, weight_of
from zhurnal.school.models import Course

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.calc.grading.policy import Policy
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import WorkKind
    from zhurnal.school.models import SchoolYear


class Taught(NamedTuple):
    """A subject that is taught in a grade."""

    grade: int
    subject_id: int
    subject: str
    scale: str


class Otherwise(NamedTuple):
    """Some grades and subjects in which the rules are not the general ones, and what differs."""

    scope: tuple[str, ...]
    subjects: list[Taught]
    differences: list[Difference]


def taught_in(year: SchoolYear | None) -> list[Taught]:
    """What is taught in a year, by grade and in the order of the subjects. One query, none without a year."""
    if year is None:
        return []
    rows = Course.objects.filter(year=year).order_by("grade", "subject__position", "subject__name")
    found = rows.values_list("grade", "subject_id", "subject__name", "subject__scale")
    return [Taught(*row) for row in dict.fromkeys(found)]


def with_weights(rules: Rules, kinds: Iterable[WorkKind]) -> Rules:
    """The rules with the weights of all kinds of work that are in use, also of those that they do not name."""
    weights = ((kind.name, weight_of(kind, rules)) for kind in kinds if not kind.is_hidden)
    return replace(rules, weights=tuple(sorted(weights)))


def rules_of_subject(policy: Policy, one: Taught, kinds: Iterable[WorkKind]) -> Rules:
    """The rules of a subject in a grade, with all weights."""
    return with_weights(in_scale(policy, one.grade, one.subject, one.scale), kinds)


def by_rules(
    policy: Policy, taught: Iterable[Taught], kinds: list[WorkKind]
) -> dict[Rules, list[Taught]]:  # fmt: skip
    """The subjects that share the same rules."""
    found: dict[Rules, list[Taught]] = defaultdict(list)
    for one in taught:
        found[rules_of_subject(policy, one, kinds)].append(one)
    return found


def most_common(found: Mapping[Rules, list[Taught]], general: Rules) -> Rules:
    """The rules of most subjects; `general` where nothing is taught."""
    counted = Counter({rules: len(own) for rules, own in found.items()})
    return counted.most_common(1)[0][0] if counted else general


def otherwise(general: Rules, found: Mapping[Rules, list[Taught]]) -> list[Otherwise]:
    """What differs from the general rules, and where, in the order of the grades."""
    taught = subjects_by_grade(one for own in found.values() for one in own)
    return [
        Otherwise(scope_lines(_pairs(own), taught), own, _against(general, rules))
        for rules, own in sorted(found.items(), key=lambda pair: pair[1][0].grade)
        if rules != general
    ]


def subjects_by_grade(taught: Iterable[Taught]) -> dict[int, frozenset[str]]:
    """All subjects of each grade."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in taught:
        found[one.grade].add(one.subject)
    return {grade: frozenset(names) for grade, names in found.items()}


def _against(general: Rules, rules: Rules) -> list[Difference]:
    """Where no average is kept, hardly a general rule has a meaning: then the few that hold are told."""
    if rules.scale.averaged:
        return differences(general, rules)
    return [Difference(one.path, None, one.sentence) for one in told(rules)]


def _pairs(found: Iterable[Taught]) -> list[Pair]:
    return [(one.grade, one.subject) for one in found]
