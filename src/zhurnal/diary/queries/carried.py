"""Marks that went with a pupil from one course of a subject into another: they stand in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.models import ExternalMark
from zhurnal.school.models import Course

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def carried_between(
    courses: Mapping[int, int], periods: Collection[int], pupils: Collection[int]
) -> list[ExternalMark]:
    """The marks in some courses (by subject) that were carried from another of them. Two queries."""
    known = Course.objects.select_related("school_class", "group").in_bulk(list(courses))
    sources: dict[int, set[str]] = {}
    for pk, course in known.items():
        sources.setdefault(courses[pk], set()).add(course.audience)
    rows = ExternalMark.objects.filter(
        course__in=known, period__in=periods, pupil__in=pupils, value__isnull=False
    )
    return [
        one for one in rows if one.source in sources[courses[one.course_id]] - {known[one.course_id].audience}
    ]
