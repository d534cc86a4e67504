"""Study periods of a course, and the one around a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from zhurnal.calc.calendar import period_containing
from zhurnal.journal.models import PeriodClosure
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from zhurnal.school.models import Course


class CoursePeriod(NamedTuple):
    """A period in which the course is marked; what lies in a closed one changes no more."""

    period: StudyPeriod
    closed: bool


def course_periods(course: Course) -> list[CoursePeriod]:
    """The periods of the course in their order. One query."""
    closures = PeriodClosure.objects.filter(period=OuterRef("pk"))
    found = StudyPeriod.objects.filter(year=course.year_id, kind=course.period_kind).order_by("number")
    return [CoursePeriod(period, period.closed) for period in found.annotate(closed=Exists(closures))]


def period_shown(
    periods: Sequence[CoursePeriod], today: dt.date, wanted: int | None = None
) -> CoursePeriod | None:
    """The period asked for, else the running one, else the last that has begun, else the first.

    None where the asked one is not the course's, or where the course has no periods at all.
    """
    if wanted is not None:
        return next((found for found in periods if found.period.pk == wanted), None)
    running = period_containing(today, [found.period for found in periods])
    begun = [found for found in periods if found.period.starts <= today]
    if running is not None:
        return next(found for found in periods if found.period == running)
    return begun[-1] if begun else next(iter(periods), None)


def periods_around(course: Course, date: str) -> QuerySet[StudyPeriod]:
    """A subquery: the course's period in which the date lies that is reached by the field `date`."""
    return StudyPeriod.objects.filter(
        year=course.year_id,
        kind=course.period_kind,
        starts__lte=OuterRef(date),
        ends__gte=OuterRef(date),
    )


def closures_around(course: Course, date: str) -> QuerySet[PeriodClosure]:
    """A subquery: whether that period is closed."""
    return PeriodClosure.objects.filter(
        period__year=course.year_id,
        period__kind=course.period_kind,
        period__starts__lte=OuterRef(date),
        period__ends__gte=OuterRef(date),
    )
