"""Bells (domain.md §10.4): two shifts, and shorter lessons for the first grade until the new year."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.timetable.models import Bell, BellSchedule

if TYPE_CHECKING:
    from zhurnal.school.models import School

_YEAR_STARTS = dt.date(2025, 9, 1)
_NEW_YEAR = dt.date(2026, 1, 1)


class _Plan(NamedTuple):
    name: str
    shift: int
    grades: tuple[int, int]
    minutes: int
    starts: tuple[str, ...]
    valid_from: dt.date = _YEAR_STARTS
    valid_to: dt.date | None = None


_PLANS = (
    _Plan(
        "I смена", 1, (2, 11), 45, ("08:30", "09:25", "10:30", "11:35", "12:30", "13:25", "14:20")
    ),
    _Plan("II смена", 2, (2, 11), 40, ("13:40", "14:30", "15:30", "16:20", "17:10", "18:00")),
    _Plan(
        "1 класс, сентябрь — декабрь", 1, (1, 1), 35, ("08:30", "09:25", "10:40", "11:25", "12:25"),
        valid_to=_NEW_YEAR - dt.timedelta(days=1),
    ),
    _Plan(
        "1 класс, январь — май", 1, (1, 1), 40, ("08:30", "09:20", "10:40", "11:35", "12:25"),
        valid_from=_NEW_YEAR,
    ),
)  # fmt: skip


class BellTimes:
    """When lessons begin and end."""

    def __init__(self) -> None:
        self._spans: dict[tuple[_Plan, int], tuple[dt.time, dt.time]] = {
            (plan, number): (_time(start), _time(start, plan.minutes))
            for plan in _PLANS
            for number, start in enumerate(plan.starts, 1)
        }

    def span(self, grade: int, shift: int, day: dt.date, number: int) -> tuple[dt.time, dt.time]:
        """Beginning and end of a lesson. Raises StopIteration where no bell rings."""
        plan = next(
            plan
            for plan in _PLANS
            if plan.shift == shift
            and plan.grades[0] <= grade <= plan.grades[1]
            and plan.valid_from <= day
            and (plan.valid_to is None or day <= plan.valid_to)
        )
        return self._spans[plan, number]


def write_bells(school: School) -> None:
    """Write the bells of a school."""
    for plan in _PLANS:
        schedule = BellSchedule.objects.create(
            school=school, name=plan.name, shift=plan.shift, first_grade=plan.grades[0],
            last_grade=plan.grades[1], valid_from=plan.valid_from, valid_to=plan.valid_to,
        )  # fmt: skip
        Bell.objects.bulk_create(
            Bell(schedule=schedule, number=number, starts=_time(start), ends=_time(start, plan.minutes))
            for number, start in enumerate(plan.starts, 1)
        )


def _time(text: str, later: int = 0) -> dt.time:
    hour, minute = map(int, text.split(":"))
    return dt.time((hour * 60 + minute + later) // 60, (minute + later) % 60)
