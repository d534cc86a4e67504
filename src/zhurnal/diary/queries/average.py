"""The average of a subject opened for a family: its summands, what the rule makes of it, the own place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhurnal.diary.queries.carried import carried_between
from zhurnal.diary.queries.finals import ToldFinal, final_told
from zhurnal.diary.queries.marks import courses_of
from zhurnal.journal.queries.explained import Explanation, explanation
from zhurnal.journal.queries.periods import CoursePeriod, period_shown, year_periods
from zhurnal.school.models import Course

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame


@dataclass(frozen=True, slots=True)
class OpenedAverage:
    """A subject in a period; `course` is the number by which the page is addressed."""

    course: int
    subject: str
    periods: list[CoursePeriod]
    period: CoursePeriod
    why: Explanation
    told: ToldFinal


def opened_average(frame: Frame, course_pk: int, period_id: int | None) -> OpenedAverage | None:
    """Open the average of a course's subject; None where there is nothing that the reader may see.

    Fifteen queries, two more where the pupil changed the course.
    """
    courses = courses_of(frame)
    own = next((one for one in courses if one.pk == course_pk), None)
    if own is None:
        return None
    periods = [
        one
        for one in year_periods(frame.year.pk)
        if one.period.kind == own.kind and frame.sees_whole(one.period)
    ]
    found = period_shown(periods, frame.school.today(), period_id)
    if found is None:
        return None
    same = {one.pk: one.subject_id for one in courses if one.subject_id == own.subject_id}
    rows = Course.objects.filter(pk__in=same).select_related("subject")
    # The course of the address first: the proposal is its.
    ordered = sorted(rows, key=lambda one: (one.pk != course_pk, -one.pk))
    twice = carried_between(same, [found.period.pk], [frame.pupil.pk]) if len(same) > 1 else []
    why = explanation(found, ordered, frame.pupil.pk, frame.school.today(), twice)
    if why is None:
        return None
    told = final_told(frame, found, own)
    return OpenedAverage(course_pk, own.subject, periods, found, why, told)
