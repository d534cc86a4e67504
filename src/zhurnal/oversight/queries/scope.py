"""Which school, which year, which days are looked over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.calendar import period_containing
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from zhurnal.school.models import School, SchoolYear

FORTNIGHT = 14
_DAY = dt.timedelta(days=1)


class Window(NamedTuple):
    """Days, both included; empty on a Monday, when the week has no full day yet."""

    starts: dt.date
    ends: dt.date

    @property
    def is_empty(self) -> bool:
        """Whether there is no day in it."""
        return self.ends < self.starts


@dataclass(frozen=True)
class Scope:
    """A school in its running year, with the running period of each kind (or the last one that has begun)."""

    school: School
    year: SchoolYear
    periods: list[StudyPeriod]


def scopes(schools: Collection[int]) -> list[Scope]:
    """The schools that have a year with periods, in the order of their numbers. One query."""
    periods = StudyPeriod.objects.filter(year__school__in=schools).select_related("year__school")
    by_school: dict[int, list[StudyPeriod]] = {}
    for period in periods.order_by("year__school", "starts", "number"):
        by_school.setdefault(period.year.school_id, []).append(period)
    return [_scope(own) for own in by_school.values()]


def window(today: dt.date, *, this_week: bool) -> Window:
    """The days up to yesterday: of this week, or the last fourteen. Today is left out: it is not over."""
    starts = today - dt.timedelta(days=today.weekday() if this_week else FORTNIGHT)
    return Window(starts, today - _DAY)


def _scope(periods: list[StudyPeriod]) -> Scope:
    school = periods[0].year.school
    today = school.today()
    begun = [period for period in periods if period.starts <= today] or periods[:1]
    year = begun[-1].year
    of_year = [period for period in begun if period.year_id == year.pk]
    kinds = dict.fromkeys(period.kind for period in of_year)
    return Scope(school, year, [_running((p for p in of_year if p.kind == kind), today) for kind in kinds])


def _running(begun: Iterable[StudyPeriod], today: dt.date) -> StudyPeriod:
    of_kind = list(begun)
    return period_containing(today, of_kind) or of_kind[-1]
