"""Study periods of a course, and the one around a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Subquery, When

from zhurnal.calc.calendar import period_containing
from zhurnal.journal.models import PeriodClosure, PolicyVersion
from zhurnal.school.models import Course, StudyPeriod
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet


_COLUMNS = [field.attname for field in StudyPeriod._meta.concrete_fields]  # noqa: SLF001 -- Django documents Model._meta as its API


class CoursePeriod(NamedTuple):
    """A period in which the course is marked; what lies in a closed one changes no more.

    `policy_id`: the version of the school's rules by which it is reckoned, None for the default rules.
    """

    period: StudyPeriod
    closed: bool
    policy_id: int | None


def course_periods(course: Course) -> list[CoursePeriod]:
    """The periods of the course in their order. One query."""
    return [_as_period(row) for row in _periods(course=course.pk)]


def year_periods(year_id: int) -> list[CoursePeriod]:
    """The periods of a year of every kind, kind by kind. One query."""
    return [_as_period(row) for row in _periods_of_year(year=year_id)]


def _as_period(row: tuple[Any, ...]) -> CoursePeriod:
    *columns, closure, closed_with, in_force = row
    return CoursePeriod(
        StudyPeriod(*columns), closure is not None, in_force if closure is None else closed_with
    )


@prepared(course=int)
def _periods(course: int) -> QuerySet[Any, Any]:
    of_course = Course.objects.filter(pk=course)
    found = StudyPeriod.objects.filter(
        year__in=of_course.values("year"), kind__in=of_course.values("period_kind")
    )
    return _with_rules(found.order_by("number"))


@prepared(year=int)
def _periods_of_year(year: int) -> QuerySet[Any, Any]:
    return _with_rules(StudyPeriod.objects.filter(year=year).order_by("kind", "number"))


def _with_rules(periods: QuerySet[StudyPeriod]) -> QuerySet[Any, Any]:
    """The columns of the periods, whether and with which rules they were closed, and the rules in force."""
    closure = PeriodClosure.objects.filter(period=OuterRef("pk"), reopened_at=None)
    return periods.values_list(
        *_COLUMNS, Subquery(closure.values("pk")[:1]), Subquery(closure.values("policy")[:1]),
        Subquery(policies_in_force("year__school", "ends").values("pk")[:1]),
    )  # fmt: skip


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
    """A subquery: the closure of that period, where it is closed."""
    return PeriodClosure.objects.filter(
        reopened_at=None,
        period__year=OuterRef(f"{lesson}course__year"),
        period__kind=OuterRef(f"{lesson}course__period_kind"),
        period__starts__lte=OuterRef(f"{lesson}date"),
        period__ends__gte=OuterRef(f"{lesson}date"),
    )


def policies_in_force(school: str, last_day: str) -> QuerySet[PolicyVersion]:
    """A subquery: versions of the rules for a period that ends on `last_day`, the one in force first.

    Both are reached from the outer query.
    """
    begun = PolicyVersion.objects.filter(school=OuterRef(school), valid_from__lte=OuterRef(last_day))
    return begun.order_by("-valid_from", "-number")


def policies_around(lesson: str = "") -> QuerySet[PolicyVersion]:
    """A subquery: versions of the rules for the period in which a lesson lies, the one in force first."""
    found = PolicyVersion.objects.filter(
        school__years=OuterRef(f"{lesson}course__year"),
        school__years__periods__kind=OuterRef(f"{lesson}course__period_kind"),
        school__years__periods__starts__lte=OuterRef(f"{lesson}date"),
        school__years__periods__ends__gte=OuterRef(f"{lesson}date"),
        valid_from__lte=F("school__years__periods__ends"),
    )
    return found.order_by("-valid_from", "-number")


def policy_around(lesson: str = "") -> Case:
    """An expression: the version of the rules for the period in which a lesson lies, None for the default ones."""
    closures = closures_around(lesson)
    return Case(
        When(Exists(closures), then=Subquery(closures.values("policy")[:1])),
        default=Subquery(policies_around(lesson).values("pk")[:1]),
        output_field=BigIntegerField(),
    )


def policies_of_periods(periods: QuerySet[StudyPeriod]) -> dict[int, int | None]:
    """The version of the rules by which each period is reckoned, None for the default rules. One query."""
    closure = PeriodClosure.objects.filter(period=OuterRef("pk"), reopened_at=None)
    rows = periods.values_list(
        "pk", Subquery(closure.values("pk")[:1]), Subquery(closure.values("policy")[:1]),
        Subquery(policies_in_force("year__school", "ends").values("pk")[:1]),
    )  # fmt: skip
    return {
        period: in_force if closed is None else closed_with for period, closed, closed_with, in_force in rows
    }
