"""What the rule proposes for a period: the facts of each pupil, read at once, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.average import average
from zhurnal.calc.grading.counting import sums
from zhurnal.calc.grading.proposal import PeriodFacts, Proposal, controls, propose
from zhurnal.journal.models import Exemption
from zhurnal.journal.queries.facts import cells_of_period
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.models import CourseMembership
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from fractions import Fraction

    from django.db.models import QuerySet

    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import Course, StudyPeriod

Key = tuple[int, int]  # course, pupil
Span = tuple[dt.date, dt.date | None]
# A point counts once an action has turned it into a mark: what is proposed agrees with the stored average.
BEFORE_ALL_DAYS = dt.date.min


@dataclass(frozen=True, slots=True)
class Counted:
    """A pupil in a course and period: cells, the facts made of them, what the rule proposes.

    `points`: how many works the teacher still waits for.
    """

    cells: list[Cell]
    facts: PeriodFacts
    proposal: Proposal
    points: int

    @property
    def average(self) -> Fraction | None:
        """The exact average, None where nothing counts."""
        return average(self.facts.sums)


class _Held(NamedTuple):
    """What was held in the period, by course; who was a member and who exempt, by course and pupil."""

    lessons: dict[int, list[dt.date]]
    members: dict[Key, list[Span]]
    exempt: dict[Key, list[Span]]
    last_day: dt.date


def counted_in_period(
    found: CoursePeriod, courses: Sequence[Course], today: dt.date, pupils: Collection[int] | None = None
) -> dict[Key, Counted]:
    """Everybody who is taught in one of the courses on some day of the period, with what is proposed.

    The courses' subjects are selected, and the period is one of theirs. Seven queries, six where nobody was
    absent, whatever the number of courses and pupils; one more where the rules were not met yet.
    """
    period, ids = found.period, [course.pk for course in courses]
    cells = cells_of_period(period, ids, pupils)
    held = _held(period, ids, pupils, today)
    by_id = {course.pk: (course, rules_of(found.policy_id, course)) for course in courses}
    return {key: _counted(key, cells.get(key, []), held, *by_id[key[0]]) for key in held.members}


def _held(period: StudyPeriod, courses: list[int], pupils: Collection[int] | None, today: dt.date) -> _Held:
    until = min(period.ends, today)
    lessons: dict[int, list[dt.date]] = defaultdict(list)
    held = Lesson.objects.filter(
        course__in=courses, date__gte=period.starts, date__lte=until, cancellation__lesson=None
    )
    for course, day in held.values_list("course_id", "date"):
        lessons[course].append(day)
    members = CourseMembership.objects.filter(course__in=courses, valid_from__lte=period.ends)
    exempt = Exemption.objects.filter(course__in=courses, valid_from__lte=period.ends)
    return _Held(
        lessons,
        _spans(members, period, pupils),
        _spans(exempt, period, pupils),
        min(period.ends, max(today, period.starts)),
    )


def _spans(rows: QuerySet[Any], period: StudyPeriod, pupils: Collection[int] | None) -> dict[Key, list[Span]]:
    there = rows.filter(Q(valid_to=None) | Q(valid_to__gte=period.starts))
    if pupils is not None:
        there = there.filter(pupil__in=pupils)
    found: dict[Key, list[Span]] = defaultdict(list)
    for course, pupil, starts, ends in there.values_list("course_id", "pupil_id", "valid_from", "valid_to"):
        found[course, pupil].append((starts, ends))
    return found


def _counted(key: Key, cells: list[Cell], held: _Held, course: Course, rules: Rules) -> Counted:
    spans = held.members[key]
    days = [day for day in held.lessons.get(key[0], ()) if _covered(day, spans)]
    missed = [cell.day for cell in cells if is_missed(cell.absence) and _covered(cell.day, spans)]
    facts = PeriodFacts(
        sums=sums(cells, rules, BEFORE_ALL_DAYS),
        hours=course.hours_a_week,
        lessons=len(days),
        missed=len(missed),
        exempt=_is_exempt(days, held.exempt.get(key, ()), held.last_day),
        controls=controls(cells),
    )
    points = sum(cell.pending and not cell.marks for cell in cells)
    return Counted(cells, facts, propose(facts, rules), points)


def _is_exempt(days: Sequence[dt.date], spans: Sequence[Span], last_day: dt.date) -> bool:
    """Exempt from more than half of what was held, or still so on the last day."""
    exempt = sum(_covered(day, spans) for day in days)
    return 2 * exempt > len(days) or _covered(last_day, spans)


def _covered(day: dt.date, spans: Iterable[Span]) -> bool:
    return any(starts <= day and (ends is None or day <= ends) for starts, ends in spans)
