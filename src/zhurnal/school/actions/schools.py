"""The first steps of a school: itself and its first year."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from zhurnal.audit.ledger import Entry
from zhurnal.school.actions.default_year import YearPlan, default_year
from zhurnal.school.actions.record import COMMAND_LINE, write
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import DayOff, School, SchoolYear, StudyPeriod

if TYPE_CHECKING:
    from zhurnal.people.models import User

# From June on a school prepares the year that begins in September.
_FIRST_MONTH_OF_PREPARATION = 6


@transaction.atomic
def create_school(
    *,
    actor: User | None,
    name: str,
    short_name: str,
    time_zone: str = "Europe/Moscow",
    first_year: int | None = None,
) -> School:
    """Create a school with the year that begins in September of `first_year` (by default the running one).

    `actor` is None on the command line. Raises RegisterError: empty_name, unknown_time_zone.
    """
    if not (name.strip() and short_name.strip()):
        raise RegisterError("empty_name", _("У школы есть полное и краткое название. Школа не создана."))
    if time_zone not in available_timezones():
        raise RegisterError(
            "unknown_time_zone",
            _("Часового пояса «%(zone)s» нет. Школа не создана. Пример: Asia/Novosibirsk.")
            % {"zone": time_zone},
        )
    school = School.objects.create(name=name.strip(), short_name=short_name.strip(), time_zone=time_zone)
    year = open_year(school, default_year(first_year or _running_year(school)))
    entry = Entry(
        "school.created", f"school:{school.pk}", {"name": school.name, "zone": time_zone, "year": year.name}
    )
    write(school, entry, actor=actor, role=COMMAND_LINE)
    return school


def open_year(school: School, plan: YearPlan) -> SchoolYear:
    """Write a planned year: its periods of both kinds, its holidays and days off."""
    year = SchoolYear.objects.create(
        school=school, name=plan.name, starts=plan.quarters[0][0], ends=plan.quarters[-1][1]
    )
    StudyPeriod.objects.bulk_create(
        StudyPeriod(year=year, kind=kind, number=number, starts=starts, ends=ends)
        for kind, spans in (
            (StudyPeriod.Kind.QUARTER, plan.quarters),
            (StudyPeriod.Kind.HALF_YEAR, plan.half_years),
        )
        for number, (starts, ends) in enumerate(spans, 1)
    )
    DayOff.objects.bulk_create(
        DayOff(
            year=year,
            kind=kind,
            name=free.name,
            starts=free.starts,
            ends=free.ends,
            last_grade=free.last_grade,
        )
        for kind, free_days in (
            (DayOff.Kind.HOLIDAYS, plan.holidays),
            (DayOff.Kind.DAY_OFF, plan.days_off),
        )
        for free in free_days
    )
    return year


def _running_year(school: School) -> int:
    today = school.today()
    return today.year if today.month >= _FIRST_MONTH_OF_PREPARATION else today.year - 1
