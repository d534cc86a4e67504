"""Which weeks of a class's diaries are signed: for the class teacher, who looks and reminds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from zhurnal.calc.calendar import iso_week, shift_week, week_dates
from zhurnal.diary.words import days_text
from zhurnal.family.policies import signatures_visible_to
from zhurnal.family.queries import signed_weeks
from zhurnal.school.models import Enrolment
from zhurnal.school.models.validity import holds_on
from zhurnal.ui.words import day

if TYPE_CHECKING:
    from zhurnal.family.models import WeekSignature
    from zhurnal.people.models import Person
    from zhurnal.school.models import SchoolClass
    from zhurnal.school.standing import Standing

WEEKS = 6


class SignedWeek(NamedTuple):
    """A week in the head of the table: «2–7 марта», and how many pupils' diaries are signed."""

    address: str
    dates: str
    signed: int


class Line(NamedTuple):
    """A pupil: for each week who has signed, empty where nobody has; None before the pupil came."""

    pupil: Person
    weeks: list[list[str] | None]


class Coverage(NamedTuple):
    """The last weeks of a class, the running one last."""

    weeks: list[SignedWeek]
    lines: list[Line]


def coverage_of(school_class: SchoolClass, standing: Standing, today: dt.date) -> Coverage:
    """Who has signed what. Two queries. The class's year and school are selected."""
    shown = max(school_class.year.starts, min(today, school_class.year.ends))
    weeks = [shift_week(iso_week(shown), by) for by in range(1 - WEEKS, 1)]
    weeks = [one for one in weeks if week_dates(*one)[-1] >= school_class.year.starts]
    members = Enrolment.objects.filter(holds_on(shown), school_class=school_class).select_related("pupil")
    ordered = list(members.order_by("pupil__sort_key", "pupil_id"))
    mondays = [week_dates(*one)[0] for one in weeks]
    signed = signed_weeks(signatures_visible_to(standing), [one.pupil_id for one in ordered], mondays)
    zone = ZoneInfo(school_class.year.school.time_zone)
    lines = [
        Line(
            one.pupil,
            [
                [_told(mark, zone) for mark in signed.get((one.pupil_id, monday), ())]
                if one.valid_from <= monday + dt.timedelta(days=5)
                else None
                for monday in mondays
            ],
        )
        for one in ordered
    ]
    return Coverage([_week(at, weeks[at], lines) for at in range(len(weeks))], lines)


def _week(at: int, week: tuple[int, int], lines: list[Line]) -> SignedWeek:
    dates = week_dates(*week)
    signed = sum(bool(line.weeks[at]) for line in lines)
    return SignedWeek(str(iso_week(dates[0])), days_text(dates[0], dates[-1]), signed)


def _told(one: WeekSignature, zone: ZoneInfo) -> str:
    """«Петрова Е. Ю., 5 марта»."""
    return f"{one.guardian.short_name}, {day(one.signed_at.astimezone(zone))}"
