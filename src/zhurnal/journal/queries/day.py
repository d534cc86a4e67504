"""What the desk adds to the lessons of a day: how many marks stand in them, and why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

from zhurnal.journal.models import Mark
from zhurnal.journal.queries.lengths import rounded
from zhurnal.school.models import DayOff
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet


def marks_in(lessons: Collection[int]) -> dict[int, int]:
    """How many pupils have a mark in each of these lessons. One query; none without lessons."""
    return dict(_marks_in(lessons=rounded(lessons)))


@prepared(lessons=list[int])
def _marks_in(lessons: list[int]) -> QuerySet[Any, Any]:
    standing = Mark.objects.filter(work__lesson__in=lessons, value__isnull=False)
    return standing.values_list("work__lesson").annotate(number=Count("pk"))


def day_off_name(years: Collection[int], day: dt.date) -> str:
    """«Весенние каникулы», «День защитника Отечества», or nothing on a school day. One query."""
    found = DayOff.objects.filter(year__in=years, starts__lte=day, ends__gte=day).first()
    return found.name if found else ""
