"""What the calendar and the bells say about the days of a class."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.school.models import DayOff
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import Bell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.school.models import SchoolClass


class Ring(NamedTuple):
    """A lesson's time by a schedule of bells, and for whom the schedule holds."""

    number: int
    starts: dt.time
    ends: dt.time
    shift: int
    first_grade: int
    last_grade: int
    valid_from: dt.date
    valid_to: dt.date | None
    school: int

    def is_for(self, school_class: SchoolClass, day: dt.date) -> bool:
        """Whether the class goes by this bell on `day`."""
        return (
            self.school == school_class.year.school_id
            and self.shift == school_class.shift
            and self.first_grade <= school_class.grade <= self.last_grade
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )


def rings_between(schools: Iterable[int], starts: dt.date, ends: dt.date) -> list[Ring]:
    """All bells that hold on some day of the span. One query."""
    return [Ring(*row) for row in _rings(schools=schools, starts=starts, ends=ends)]


@prepared(schools=list[int], starts=dt.date, ends=dt.date)
def _rings(schools: list[int], starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    still = Q(schedule__valid_to=None) | Q(schedule__valid_to__gte=starts)
    bells = Bell.objects.filter(still, schedule__school__in=schools, schedule__valid_from__lte=ends)
    columns = ("shift", "first_grade", "last_grade", "valid_from", "valid_to", "school_id")
    ordered = bells.order_by("schedule__valid_from", "number")
    return ordered.values_list("number", "starts", "ends", *(f"schedule__{name}" for name in columns))


def days_off_between(years: Iterable[int], starts: dt.date, ends: dt.date) -> list[DayOff]:
    """Holidays and days off that touch the span. One query."""
    return [DayOff(*row) for row in _days_off(years=years, starts=starts, ends=ends)]


@prepared(years=list[int], starts=dt.date, ends=dt.date)
def _days_off(years: list[int], starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    days_off = DayOff.objects.filter(year__in=years, starts__lte=ends, ends__gte=starts)
    return days_off.order_by("pk").values_list()


def why_free(school_class: SchoolClass, day: dt.date, days_off: Sequence[DayOff]) -> str:
    """«Весенние каникулы», «Международный женский день»; nothing on a day of lessons."""
    if not school_class.year.starts <= day <= school_class.year.ends:
        return _("Каникулы")
    named = (
        off.name
        for off in days_off
        if off.year_id == school_class.year_id and off.covers(day, school_class.grade)
    )
    return next(named, "")
