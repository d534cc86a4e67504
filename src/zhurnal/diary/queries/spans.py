"""The spans of pupils in school that somebody may look at, read without composing the query anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.access.roles import Role
from zhurnal.diary.policies import enrolments_visible_to
from zhurnal.messaging.queries import unread_count
from zhurnal.people.models import Person
from zhurnal.school.models import Enrolment, School, SchoolClass, SchoolYear
from zhurnal.school.prepared import prepared
from zhurnal.school.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import Model, QuerySet

_CLASS, _YEAR, _SCHOOL = "school_class__", "school_class__year__", "school_class__year__school__"
_PARTS: tuple[tuple[type[Model], str], ...] = (
    (Enrolment, ""), (Person, "pupil__"), (SchoolClass, _CLASS), (SchoolYear, _YEAR), (School, _SCHOOL),
)  # fmt: skip
_NAMES = [[field.attname for field in model._meta.concrete_fields] for model, _ in _PARTS]  # noqa: SLF001 -- Django documents Model._meta as its API
_COLUMNS = [f"{prefix}{name}" for (_, prefix), names in zip(_PARTS, _NAMES, strict=True) for name in names]


def spans_visible_to(standing: Standing, pupils: Collection[int]) -> dict[int, tuple[list[Enrolment], int]]:
    """For each pupil, in the order of a class list: the visible spans, oldest first, and the unread entries.

    Spans come with pupil, class, year and school. One query.
    """
    rows = _spans(
        pupils=pupils, reader=standing.person_id,
        family=standing.pupil_ids | standing.child_ids,
        overseen=standing.schools(Role.DEPUTY, Role.DIRECTOR),
        classes=standing.class_ids, schools_of_classes=standing.schools(Role.CLASS_TEACHER),
    )  # fmt: skip
    found: dict[int, tuple[list[Enrolment], int]] = {}
    for *columns, unread in rows:
        span = _span(columns)
        found.setdefault(span.pupil_id, ([], unread))[0].append(span)
    return found


@prepared(
    pupils=list[int], reader=int, family=list[int], overseen=list[int], classes=list[int],
    schools_of_classes=list[int],
)  # fmt: skip
def _spans(
    *,
    pupils: list[int],
    reader: int,
    family: list[int],
    overseen: list[int],
    classes: list[int],
    schools_of_classes: list[int],
) -> QuerySet[Any, Any]:
    """The policy, for a standing of this shape."""
    standing = Standing(
        child_ids=frozenset(family),
        class_ids=frozenset(classes),
        schools_by_role={
            Role.DEPUTY: frozenset(overseen), Role.CLASS_TEACHER: frozenset(schools_of_classes)
        },
    )  # fmt: skip
    visible = enrolments_visible_to(standing).filter(pupil__in=pupils).annotate(unread=unread_count(reader))
    return visible.order_by("pupil__sort_key", "pupil_id", "valid_from").values_list(*_COLUMNS, "unread")


def _span(columns: list[Any]) -> Enrolment:
    enrolment: Enrolment
    enrolment, pupil, school_class, year, school = _instances(columns)
    enrolment.pupil, enrolment.school_class = pupil, school_class
    school_class.year, year.school = year, school
    return enrolment


def _instances(columns: list[Any]) -> Iterator[Any]:
    start = 0
    for (model, _), names in zip(_PARTS, _NAMES, strict=True):
        yield model.from_db(None, names, columns[start : start + len(names)])
        start += len(names)
