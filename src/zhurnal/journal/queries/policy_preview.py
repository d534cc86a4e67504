"""What a draft of the rules would change in the open periods, before anybody saves it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.outcome import outcome_text
from zhurnal.calc.grading.preview import Change, Direction, Judged, judge, reweighed
from zhurnal.calc.grading.proposal import Kind
from zhurnal.calc.grading.sentence import average_text
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.queries.governed import governed_by, kinds_of, reweighings
from zhurnal.journal.queries.periods import CoursePeriod
from zhurnal.journal.queries.proposals import counted_in_period
from zhurnal.people.models import Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zhurnal.calc.grading.policy import Policy
    from zhurnal.calc.grading.proposal import Proposal
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import WorkKind
    from zhurnal.journal.queries.governed import Governed, Ruled
    from zhurnal.school.models import Course, School, StudyPeriod

MOST_EXAMPLES = 3


class Counts(NamedTuple):
    """Pupils, each counted once in every course: whose average moves, whose proposal gets better, worse, other."""

    averages: int = 0
    higher: int = 0
    lower: int = 0
    other: int = 0

    @property
    def proposals(self) -> int:
        """All whose proposal is another."""
        return self.higher + self.lower + self.other

    def plus(self, change: Change) -> Counts:
        """With one more pupil."""
        moves = Counter({change.direction.value: 1})
        return Counts(
            self.averages + change.average_moves, self.higher + moves["higher"], self.lower + moves["lower"],
            self.other + moves["other"],
        )  # fmt: skip


class Example(NamedTuple):
    """One pupil: «Иванов П.», «4,57», «4,57», «4», «5». What is not proposed is an empty text."""

    name: str
    average_before: str
    average: str
    proposed_before: str
    proposed: str


class CourseEffect(NamedTuple):
    """A course in which something changes; first those whose proposal is another."""

    course: Course
    counts: Counts
    examples: list[Example]


@dataclass(frozen=True, slots=True)
class PeriodEffect:
    """A period that the draft would govern. `replaces`: the number of the version that governs it now, 0: default.

    `judged`: how many pupils were looked at, each in every course of it; 0 where it has not begun.
    """

    period: StudyPeriod
    replaces: int
    judged: int
    counts: Counts
    by_grade: list[tuple[int, Counts]]
    by_subject: list[tuple[str, Counts]]
    courses: list[CourseEffect]


# What changes in a course, by pupil.
Changes = dict[int, Change]


def policy_preview(school: School, policy: Policy, valid_from: dt.date) -> list[PeriodEffect]:
    """What `policy` would change if it were the newest version from a day on, period by period.

    As of today, by the same arithmetic as the stored averages. Courses that are reckoned as before are not
    read. Four queries, and for each period that has begun and changes ten and one for each kind of work that
    weighs otherwise.
    """
    governed, kinds = governed_by(school, policy, valid_from), kinds_of(school)
    numbers = dict(PolicyVersion.objects.filter(school=school).values_list("pk", "number"))
    changes = [_changes(found, kinds, school.today()) for found in governed]
    names = _names(changes)
    return [
        _effect(found, judged, by_course, numbers, names)
        for found, (judged, by_course) in zip(governed, changes, strict=True)
    ]


def _changes(found: Governed, kinds: Iterable[WorkKind], today: dt.date) -> tuple[int, dict[int, Changes]]:
    """How many were judged, and who changes, by course."""
    if found.period.starts > today:
        return 0, {}
    moved = reweighings(found, kinds)
    weights = {work: one.weight for one in moved for work in one.works.values_list("pk", flat=True)}
    touched = {course for one in moved for course in one.courses}
    ruled = {
        one.course.pk: one
        for one in found.courses
        if one.is_counted_otherwise or one.course.pk in touched
    }  # fmt: skip
    if not ruled:
        return 0, {}
    courses = [one.course for one in ruled.values()]
    counted = counted_in_period(CoursePeriod(found.period, False, found.policy_id), courses, today)  # noqa: FBT003 -- its field
    changes: dict[int, Changes] = defaultdict(dict)
    for (course, pupil), one in counted.items():
        after = judge(reweighed(one.cells, weights), one.facts, ruled[course].after)
        change = Change(Judged(one.average, one.proposal), after)
        if change.average_moves or change.direction is not Direction.SAME:
            changes[course][pupil] = change
    return len(counted), changes


def _names(changes: Iterable[tuple[int, dict[int, Changes]]]) -> dict[int, str]:
    """Of the pupils who may stand as examples. One query, or several where they are very many."""
    wanted = {
        pupil for _, by_course in changes for own in by_course.values() for pupil in _striking(own)
    }  # fmt: skip
    return {person.pk: person.short_name for person in Person.objects.filter(pk__in=wanted)}


def _striking(changes: Changes) -> list[int]:
    """Those whose proposal is another, then those whose average moves most."""

    def order(pupil: int) -> tuple[bool, Fraction, int]:
        before, after = changes[pupil]
        moved = abs((after.average or Fraction(0)) - (before.average or Fraction(0)))
        return changes[pupil].direction is Direction.SAME, -moved, pupil

    return nsmallest(MOST_EXAMPLES, changes, key=order)


def _effect(
    found: Governed,
    judged: int,
    by_course: dict[int, Changes],
    numbers: dict[int, int],
    names: dict[int, str],
) -> PeriodEffect:
    ruled = [one for one in found.courses if one.course.pk in by_course]
    effects = [_course_effect(one, by_course[one.course.pk], names) for one in ruled]
    by_grade: dict[int, Counts] = defaultdict(Counts)
    by_subject: dict[tuple[int, str], Counts] = defaultdict(Counts)
    for effect in effects:
        subject = effect.course.subject
        place = (subject.position, subject.name)
        by_grade[effect.course.grade] = _sum(by_grade[effect.course.grade], effect.counts)
        by_subject[place] = _sum(by_subject[place], effect.counts)
    return PeriodEffect(
        period=found.period,
        replaces=numbers[found.policy_id] if found.policy_id else 0,
        judged=judged,
        counts=_sum(*(effect.counts for effect in effects)),
        by_grade=sorted(by_grade.items()),
        by_subject=[(name, counts) for (_, name), counts in sorted(by_subject.items())],
        courses=sorted(effects, key=_order),
    )


def _order(effect: CourseEffect) -> tuple[int, int, str, str]:
    return -effect.counts.proposals, effect.course.grade, effect.course.audience, effect.course.subject.name


def _sum(*counts: Counts) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True))) if counts else Counts()


def _course_effect(ruled: Ruled, changes: Changes, names: dict[int, str]) -> CourseEffect:
    counts = Counts()
    for change in changes.values():
        counts = counts.plus(change)
    examples = [_example(names[pupil], changes[pupil], ruled) for pupil in _striking(changes)]
    return CourseEffect(ruled.course, counts, examples)


def _example(name: str, change: Change, ruled: Ruled) -> Example:
    before, after = change
    return Example(
        name,
        _average(before, ruled.before, after),
        _average(after, ruled.after, before),
        proposal_text(before.proposal, ruled.before),
        proposal_text(after.proposal, ruled.after),
    )


def _average(judged: Judged, rules: Rules, other: Judged) -> str:
    """«4,57»; with more decimals where two would look like a threshold or like the other average."""
    if judged.average is None:
        return ""
    borders = [border for _, border in rules.period.thresholds]
    return average_text(judged.average, *borders, *([] if other.average is None else [other.average]))


def proposal_text(proposal: Proposal, rules: Rules) -> str:
    """«5», «4–5» where the teacher decides, «н/а», nothing."""
    if proposal.kind is Kind.CHOICE:
        return "–".join(map(rules.scale.text, proposal.options))
    return outcome_text(proposal.outcome, rules.scale)
