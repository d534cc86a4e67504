"""One course, one lesson with all their names, for the pages that are asked for with every key press."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.journal.policies import journals_visible_to, journals_writable_by, sheets_visible_to
from zhurnal.school.standing import Standing
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from zhurnal.school.models import Course
    from zhurnal.timetable.models import Lesson


def course_to_write(person_id: int, course_id: int) -> Course | None:
    """The course, where `policies.journals_writable_by` has it. One query."""
    return next(iter(_writable(person=person_id, course=course_id, clock=timezone.localdate())), None)


def course_to_show(standing: Standing, course_id: int) -> tuple[Course, bool] | None:
    """The course, where `policies.journals_visible_to` has it, and whether it may be written in. One query."""
    found = _visible(course=course_id, **_shape(standing))
    return (found[0], bool(found[0].held)) if found else None


def courses_to_show(standing: Standing, years: Collection[int]) -> list[Course]:
    """The courses of some years, where `policies.journals_visible_to` has them. One query."""
    return _of_years(years=years, **_shape(standing))


def lesson_to_show(standing: Standing, lesson_id: int) -> Lesson | None:
    """The lesson, where `policies.sheets_visible_to` has it. One query."""
    return next(iter(_sheets(lesson=lesson_id, **_shape(standing))), None)


def sheet_of_column(standing: Standing, course_id: int, work_id: int) -> Lesson | None:
    """The lesson of a column of the course, where `policies.sheets_visible_to` has it. One query."""
    found = _sheets_of_column(course=course_id, work=work_id, **_shape(standing))
    return next(iter(found), None)


def _shape(standing: Standing) -> dict[str, Any]:
    """All on which the policies of the journal look."""
    return {
        "person": standing.person_id, "classes": standing.class_ids,
        "overseen": standing.schools(Role.DEPUTY, Role.DIRECTOR), "clock": timezone.localdate(),
    }  # fmt: skip


def _standing(person: int, classes: list[int], overseen: list[int]) -> Standing:
    return Standing(
        person_id=person,
        class_ids=frozenset(classes),
        schools_by_role={Role.DEPUTY: frozenset(overseen)},
    )


@prepared(person=int, course=int, clock=dt.date)
def _writable(person: int, course: int, clock: dt.date) -> QuerySet[Course]:
    return journals_writable_by(person, clock).filter(pk=course)


@prepared(person=int, classes=list[int], overseen=list[int], course=int, clock=dt.date)
def _visible(
    person: int, classes: list[int], overseen: list[int], course: int, clock: dt.date
) -> QuerySet[Course]:
    return journals_visible_to(_standing(person, classes, overseen), clock).filter(pk=course)


@prepared(person=int, classes=list[int], overseen=list[int], years=list[int], clock=dt.date)
def _of_years(
    person: int, classes: list[int], overseen: list[int], years: list[int], clock: dt.date
) -> QuerySet[Course]:
    return journals_visible_to(_standing(person, classes, overseen), clock).filter(year__in=years)


@prepared(person=int, classes=list[int], overseen=list[int], lesson=int, clock=dt.date)
def _sheets(
    person: int, classes: list[int], overseen: list[int], lesson: int, clock: dt.date
) -> QuerySet[Lesson]:
    return sheets_visible_to(_standing(person, classes, overseen), clock).filter(pk=lesson)


@prepared(person=int, classes=list[int], overseen=list[int], course=int, work=int, clock=dt.date)
def _sheets_of_column(  # noqa: PLR0917 -- on what the policy looks, and the two names
    person: int, classes: list[int], overseen: list[int], course: int, work: int, clock: dt.date
) -> QuerySet[Lesson]:
    sheets = sheets_visible_to(_standing(person, classes, overseen), clock)
    return sheets.filter(course=course, works=work, works__withdrawn_at=None)
