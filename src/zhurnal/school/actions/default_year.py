"""The calendar that a new school begins with; the school then edits it.

The rule gives the dates that the ministry recommended for 2025/26, and for other years the days to which the
same weekdays lead. Holidays begin on a Saturday, so whole weeks are free.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext_noop

SATURDAY, SUNDAY = 6, 7
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
_UNITY_DAY = gettext_noop("День народного единства")
_STATE_HOLIDAYS = (
    (2, 23, gettext_noop("День защитника Отечества")),
    (3, 8, gettext_noop("Международный женский день")),
    (5, 1, gettext_noop("Праздник Весны и Труда")),
    (5, 9, gettext_noop("День Победы")),
)


class Free(NamedTuple):
    """Days without lessons, both included, for the grades up to `last_grade`."""

    name: str
    starts: dt.date
    ends: dt.date
    last_grade: int = 11


class YearPlan(NamedTuple):
    """A year from September of `first_year`: spans with both days included."""

    name: str
    quarters: list[tuple[dt.date, dt.date]]
    half_years: list[tuple[dt.date, dt.date]]
    holidays: list[Free]
    days_off: list[Free]


def default_year(first_year: int) -> YearPlan:
    """Plan the school year that begins in September of `first_year`."""
    following = first_year + 1
    starts, ends = _on_weekday(dt.date(first_year, 9, 1), _DAY), _on_weekday(dt.date(following, 5, 26), -_DAY)
    autumn = _autumn(first_year)
    winter = Free(
        gettext_noop("Зимние каникулы"), dt.date(first_year, 12, 31), _sunday(dt.date(following, 1, 8))
    )
    spring = _nine_days(gettext_noop("Весенние каникулы"), _nth(following, 3, 5, 4) + _DAY)
    extra = Free(
        gettext_noop("Дополнительные каникулы первых классов"),
        monday := _nth(following, 2, 1, 3),
        monday + _WEEK - _DAY,
        1,
    )
    halves = [(starts, winter.starts - _DAY), (winter.ends + _DAY, ends)]
    quarters = [
        (starts, autumn.starts - _DAY),
        (autumn.ends + _DAY, winter.starts - _DAY),
        (winter.ends + _DAY, spring.starts - _DAY),
        (spring.ends + _DAY, ends),
    ]
    return YearPlan(
        f"{first_year}/{following % 100:02d}", quarters, halves, [autumn, winter, extra, spring],
        _days_off(first_year, autumn),
    )  # fmt: skip


def _autumn(year: int) -> Free:
    """Nine days after the fourth Friday of October, and on to 4 November where that is close."""
    free = _nine_days(gettext_noop("Осенние каникулы"), _nth(year, 10, 5, 4) + _DAY)
    unity = dt.date(year, 11, 4)
    joined = _DAY <= unity - free.ends <= 2 * _DAY
    return free._replace(ends=unity) if joined else free


def _days_off(first_year: int, autumn: Free) -> list[Free]:
    unity = dt.date(first_year, 11, 4)
    found = [Free(_UNITY_DAY, unity, unity)] if unity > autumn.ends and unity.isoweekday() != SUNDAY else []
    for month, number, name in _STATE_HOLIDAYS:
        day = dt.date(first_year + 1, month, number)
        # A holiday on a weekend is made up for on Monday; six-day classes are free on its Saturday too.
        moved = [_on_weekday(day, _DAY)] if day.isoweekday() >= SATURDAY else []
        free = ([] if day.isoweekday() == SUNDAY else [day]) + moved
        found += [Free(name, one, one) for one in free]
    return found


def _nine_days(name: str, saturday: dt.date) -> Free:
    return Free(name, saturday, saturday + _WEEK + _DAY)


def _nth(year: int, month: int, weekday: int, number: int) -> dt.date:
    """The `number`-th such weekday (Monday is 1) of a month."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7) + (number - 1) * _WEEK


def _sunday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=SUNDAY - day.isoweekday())


def _on_weekday(day: dt.date, step: dt.timedelta) -> dt.date:
    while day.isoweekday() >= SATURDAY:
        day += step
    return day
