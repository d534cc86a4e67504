"""How examples name things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.school.models import Course

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


def ddmmyyyy(day: dt.date) -> str:
    """«04.03.2026»."""
    return f"{day:%d.%m.%Y}"


def course_names(ids: Iterable[int]) -> dict[int, str]:
    """«7 «А», Алгебра» by course. One query; none for no course."""
    wanted = set(ids)
    if not wanted:
        return {}
    courses = Course.objects.filter(pk__in=wanted).select_related("subject", "school_class", "group")
    return {course.pk: str(course) for course in courses}
