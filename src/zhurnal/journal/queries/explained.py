"""The arithmetic behind a pupil's average of a period, what the rule makes of it, and the place among others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import NOTHING, Sums, average
from zhurnal.calc.grading.explain import AverageExplained, average_formula, explain_average
from zhurnal.calc.grading.ranking import Place, places, score
from zhurnal.journal.models import Average, PeriodMark
from zhurnal.journal.queries.facts import marks_of
from zhurnal.journal.queries.proposals import BEFORE_ALL_DAYS, Counted, counted_in_period
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.models import Enrolment
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import ExternalMark
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.journal.queries.pupils import Pupil
    from zhurnal.school.models import Course


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pupil's average in a period, opened. `counted` is of the first course, as the proposal is."""

    course: Course
    average: AverageExplained
    counted: Counted
    rules: Rules
    mark: PeriodMark | None


class Ranked(NamedTuple):
    """A pupil of the course with the place among the class."""

    pupil: Pupil
    place: Place
    sums: Sums


def explanation(
    found: CoursePeriod,
    courses: Sequence[Course],
    pupil_id: int,
    today: dt.date,
    twice: Sequence[ExternalMark] = (),
) -> Explanation | None:
    """Open the average of a pupil; None where the pupil was in none of the courses in that period.

    One course, or all courses of a subject in which the pupil was in the year: a family's average holds them
    all. `twice` are marks that stand in two of them. Nine queries.
    """  # fmt: skip
    counted = counted_in_period(found, courses, today, {pupil_id})
    there = [course for course in courses if (course.pk, pupil_id) in counted]
    if not there:
        return None
    main, rules = there[0], rules_of(found.policy_id, there[0])
    opened = [
        explain_average(
            _once(counted[one.pk, pupil_id].cells, [row for row in twice if row.course_id == one.pk]),
            rules_of(found.policy_id, one), BEFORE_ALL_DAYS,
        )
        for one in there
    ]  # fmt: skip
    marks = PeriodMark.objects.filter(course__in=there, period=found.period, pupil=pupil_id)
    return Explanation(main, _joined(opened), counted[main.pk, pupil_id], rules, marks.order_by("pk").last())


def _once(cells: Sequence[Cell], twice: Sequence[ExternalMark]) -> list[Cell]:
    """The cells without the marks that another course has already."""
    left = Counter((row.date, marks_of(row.value, None), row.weight) for row in twice)
    kept = []
    for cell in cells:
        key = (cell.day, cell.marks, cell.weight)
        if cell.external and left[key]:
            left[key] -= 1
        else:
            kept.append(cell)
    return kept


def ranked_in_course(
    found: CoursePeriod, course: Course, pupils: Sequence[Pupil], own: Pupil, today: dt.date
) -> list[Ranked]:
    """The pupils of a course who have a place in the class of one of them, by it; empty where there are none.

    All subgroups of the class are ranked together; who is taught in another one is counted, not named. Two
    queries.
    """
    period, day = found.period, min(found.period.ends, max(today, found.period.starts))
    classes = Enrolment.objects.filter(holds_on(day), pupil=own.id, school_class__year=course.year_id)
    mates = Enrolment.objects.filter(holds_on(day), school_class__in=classes.values("school_class"))
    sums: dict[int, Sums] = {}
    rows = Average.objects.filter(
        period=period, course__subject=course.subject_id, pupil__in=mates.values("pupil")
    )
    for pupil, *parts in rows.values_list("pupil_id", "weight", "weighted", "count"):
        sums[pupil] = sums.get(pupil, NOTHING) + Sums(*parts)
    enough = rules_of(found.policy_id, course).rating.min_marks
    found_places = places({pupil: score(one, enough) for pupil, one in sums.items()})
    ranked = [Ranked(one, found_places[one.id], sums[one.id]) for one in pupils if one.id in found_places]
    return sorted(ranked, key=lambda one: one.place.first)


def _joined(opened: Sequence[AverageExplained]) -> AverageExplained:
    """Several courses of a subject as one: their summands by date."""
    if len(opened) == 1:
        return opened[0]
    counted = sorted((term for one in opened for term in one.counted), key=lambda term: term.cell.day)
    left_out = sorted((term for one in opened for term in one.left_out), key=lambda term: term.cell.day)
    total = sum((one.sums for one in opened), NOTHING)
    return AverageExplained(
        tuple(counted), tuple(left_out), total, average(total), average_formula(counted), opened[0].scale
    )
