"""One course with all its names, for the pages that are asked for with every key press."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.journal.policies import journals_visible_to, journals_writable_by
from zhurnal.school.models import Course, School, SchoolClass, SchoolYear, StudyGroup, Subject
from zhurnal.school.prepared import prepared
from zhurnal.school.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import Model, QuerySet

_PARTS: tuple[tuple[type[Model], str], ...] = (
    (Course, ""), (SchoolYear, "year__"), (School, "year__school__"), (Subject, "subject__"),
    (SchoolClass, "school_class__"), (StudyGroup, "group__"),
)  # fmt: skip
_NAMES = [[field.attname for field in model._meta.concrete_fields] for model, _ in _PARTS]  # noqa: SLF001 -- Django documents Model._meta as its API
_COLUMNS = [f"{prefix}{name}" for (_, prefix), names in zip(_PARTS, _NAMES, strict=True) for name in names]


def course_to_write(person_id: int, course_id: int) -> Course | None:
    """The course, where `policies.journals_writable_by` has it. One query."""
    rows = _writable(person=person_id, course=course_id, clock=timezone.localdate())
    return _course(rows[0]) if rows else None


def course_to_show(standing: Standing, course_id: int) -> tuple[Course, bool] | None:
    """The course, where `policies.journals_visible_to` has it, and whether it may be written in. One query."""
    rows = _visible(
        person=standing.person_id, classes=standing.class_ids,
        overseen=standing.schools(Role.DEPUTY, Role.DIRECTOR), course=course_id, clock=timezone.localdate(),
    )  # fmt: skip
    return (_course(rows[0][:-1]), bool(rows[0][-1])) if rows else None


@prepared(person=int, course=int, clock=dt.date)
def _writable(person: int, course: int, clock: dt.date) -> QuerySet[Any, Any]:
    return journals_writable_by(person, clock).filter(pk=course).values_list(*_COLUMNS)


@prepared(person=int, classes=list[int], overseen=list[int], course=int, clock=dt.date)
def _visible(
    person: int, classes: list[int], overseen: list[int], course: int, clock: dt.date
) -> QuerySet[Any, Any]:
    """The policy, for a standing of this shape."""
    standing = Standing(
        person_id=person,
        class_ids=frozenset(classes),
        schools_by_role={Role.DEPUTY: frozenset(overseen)},
    )
    return journals_visible_to(standing, clock).filter(pk=course).values_list(*_COLUMNS, "held")


def _course(values: Sequence[Any]) -> Course:
    course: Course
    course, year, school, course.subject, course.school_class, course.group = _instances(values)
    course.year, year.school = year, school
    return course


def _instances(values: Sequence[Any]) -> Iterator[Any]:
    """The parts of a row; None for a class or group that the course does not have."""
    start = 0
    for (model, _), names in zip(_PARTS, _NAMES, strict=True):
        own = values[start : start + len(names)]
        yield model.from_db(None, names, own) if own[0] is not None else None
        start += len(names)
