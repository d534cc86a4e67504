"""Who was not in the lesson before: the second hour of a double lesson has mostly the same pupils absent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.journal.models import Absence
from zhurnal.school.models import CourseMembership
from zhurnal.school.models.validity import holds_on
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.timetable.models import Lesson


class Earlier(NamedTuple):
    """The last lesson of a pupil before this one that day in which somebody looked who is there."""

    number: int
    subject: str
    code: str  # «н», «б» …: why the pupil missed it; empty where the pupil was there


def earlier_attendance(lesson: Lesson) -> dict[int, Earlier]:
    """By pupil of the lesson; pupils of a subgroup may come from different lessons. One query.

    Lateness is no absence. Where nobody looked, nothing is known.
    """
    found: dict[int, Earlier] = {}
    rows = _rows(course=lesson.course_id, day=lesson.date)
    for pupil, number, subject, code in sorted(rows, key=lambda row: row[1]):
        if number >= lesson.number:
            break
        known = ABSENCE_CODES.get(code or "")
        found[pupil] = Earlier(number, subject, code if known is not None and known.counts_as_missed else "")
    return found


@prepared(course=int, day=dt.date)
def _rows(course: int, day: dt.date) -> QuerySet[Any, Any]:
    """Pupil, number, subject and sign of every lesson of the day in which attendance was taken."""
    pupils = CourseMembership.objects.filter(holds_on(day), course=course).values("pupil")
    lesson = "course__lessons__"
    there = CourseMembership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=F(f"{lesson}date")),
        **{
            "pupil__in": pupils, "valid_from__lte": F(f"{lesson}date"), f"{lesson}date": day,
            f"{lesson}cancellation__lesson": None, f"{lesson}attendance_taken__isnull": False,
        },
    )  # fmt: skip
    sign = Absence.objects.filter(lesson=OuterRef(f"{lesson}pk"), pupil=OuterRef("pupil"))
    return there.values_list(
        "pupil_id", f"{lesson}number", "course__subject__name", Subquery(sign.values("code")[:1])
    )
