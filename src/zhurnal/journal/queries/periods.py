"""Study periods of a course, and the one around a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import OuterRef

from zhurnal.calc.calendar import period_containing
from zhurnal.journal.models import PeriodClosure
from zhurnal.people.prepared import prepared
from zhurnal.school.models import Course, StudyPeriod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet


_COLUMNS = [field.attname for field in StudyPeriod._meta.concrete_fields]  # noqa: SLF001 -- Django documents Model._meta as its API


class CoursePeriod(NamedTuple):
    """A period in which the course is marked; what lies in a closed one changes no more."""

    period: StudyPeriod
    closed: bool


def course_periods(course: Course) -> list[CoursePeriod]:
    """The periods of the course in their order. One query."""
    return [CoursePeriod(StudyPeriod(*row[:-1]), row[-1] is not None) for row in _periods(course=course.pk)]


@prepared(course=int)
def _periods(course: int) -> QuerySet[Any, Any]:
    """The columns of the periods, and who closed them."""
    of_course = Course.objects.filter(pk=course)
    found = StudyPeriod.objects.filter(
        year__in=of_course.values("year"), kind__in=of_course.values("period_kind")
    )
    return found.order_by("number").values_list(*_COLUMNS, "closure__pk")


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


def periods_around(lesson: str = "") -> QuerySet[StudyPeriod]:
    """A subquery: the period in which a lesson lies, reached from the outer query by the prefix `lesson`."""
    return StudyPeriod.objects.filter(
        year=OuterRef(f"{lesson}course__year"),
        kind=OuterRef(f"{lesson}course__period_kind"),
        starts__lte=OuterRef(f"{lesson}date"),
        ends__gte=OuterRef(f"{lesson}date"),
    )


def closures_around(lesson: str = "") -> QuerySet[PeriodClosure]:
    """A subquery: whether that period is closed."""
    return PeriodClosure.objects.filter(
        period__year=OuterRef(f"{lesson}course__year"),
        period__kind=OuterRef(f"{lesson}course__period_kind"),
        period__starts__lte=OuterRef(f"{lesson}date"),
        period__ends__gte=OuterRef(f"{lesson}date"),
    )
