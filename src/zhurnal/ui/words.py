"""Dates, times and sizes as the screen says them, in the language of the reader."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

__all__ = [
    "clock", "day", "day_year", "ddmm", "file_size", "month", "numbered", "stamp", "weekday", "weekday_short",
]  # fmt: skip
_KILO = 1024
_NUMBERED = re.compile(r"(\d+-\S{1,2})(\s.+)")


def _there(value: Any) -> Any:
    """A moment as databases give it, in UTC, is told by the clock on the wall; what has a zone is told in it."""
    if isinstance(value, dt.datetime) and value.tzname() == "UTC":
        return timezone.localtime(value)
    return value


def day(value: dt.date) -> str:
    """«4 марта»."""
    value = _there(value)
    return f"{value.day} {_names(get_language()).months_in_dates[value.month]}"


def day_year(value: dt.date) -> str:
    """«4 марта 2026»."""
    value = _there(value)
    return f"{day(value)} {value.year}"


def weekday(value: dt.date) -> str:
    """«среда»."""
    return _names(get_language()).weekdays[value.weekday()]


def weekday_short(value: dt.date) -> str:
    """«Ср»."""
    return _names(get_language()).weekdays_short[value.weekday()]


def ddmm(value: dt.date) -> str:
    """«04.03»."""
    return f"{value.day:02}.{value.month:02}"


def month(value: dt.date) -> str:
    """«март»."""
    return _names(get_language()).months[value.month]


def clock(value: dt.time | dt.datetime) -> str:
    """«08:30», in the zone in which the value is given; of a moment in UTC, as `_there` says."""
    value = _there(value)
    return f"{value.hour:02}:{value.minute:02}"


def stamp(value: dt.datetime) -> str:
    """«4 марта, 10:42», in the zone in which the value is given; of a moment in UTC, as `_there` says."""
    value = _there(value)
    return f"{day(value)}, {clock(value)}"


def numbered(name: str) -> tuple[str, str]:
    """Part «3-я четверть» behind its number: ("3-я", " четверть"); a name without one stays whole."""
    found = _NUMBERED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def file_size(size: int) -> str:
    """«312 КБ», «4,5 МБ»."""
    kilobytes = max(1, round(size / _KILO))
    if kilobytes < _KILO:
        return _("{n} КБ").format(n=kilobytes)
    return _("{n} МБ").format(n=f"{size / _KILO / _KILO:.1f}".replace(".", ","))


class _Names(NamedTuple):
    """The names of months by 1–12 and of weekdays by 0–6 in a language."""

    months: dict[int, str]
    months_in_dates: dict[int, str]
    weekdays: dict[int, str]
    weekdays_short: dict[int, str]


@cache
def _names(language: str | None) -> _Names:
    """Looked up once for each language: a page says a hundred dates."""
    # Russian writes days and months small, English does not.
    inside = str if language == "en" else str.lower
    return _Names(
        {number: inside(str(name)) for number, name in MONTHS.items()},
        {number: str(name) for number, name in MONTHS_ALT.items()},
        {number: inside(str(name)) for number, name in WEEKDAYS.items()},
        {number: str(name) for number, name in WEEKDAYS_ABBR.items()},
    )
