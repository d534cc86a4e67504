"""Dates and times as the screen says them, in the language of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["clock", "day", "day_year", "ddmm", "month", "stamp", "weekday", "weekday_short"]


def day(value: dt.date) -> str:
    """«4 марта»."""
    return f"{value.day} {MONTHS_ALT[value.month]}"


def day_year(value: dt.date) -> str:
    """«4 марта 2026»."""
    return f"{day(value)} {value.year}"


def weekday(value: dt.date) -> str:
    """«среда»."""
    return _in_text(str(WEEKDAYS[value.weekday()]))


def weekday_short(value: dt.date) -> str:
    """«Ср»."""
    return str(WEEKDAYS_ABBR[value.weekday()])


def ddmm(value: dt.date) -> str:
    """«04.03»."""
    return f"{value.day:02}.{value.month:02}"


def month(value: dt.date) -> str:
    """«март»."""
    return _in_text(str(MONTHS[value.month]))


def clock(value: dt.time | dt.datetime) -> str:
    """«08:30», in the zone in which the value is given."""
    return f"{value.hour:02}:{value.minute:02}"


def stamp(value: dt.datetime) -> str:
    """«4 марта, 10:42», in the zone in which the value is given."""
    return f"{day(value)}, {clock(value)}"


def _in_text(name: str) -> str:
    """Russian writes days and months small, English does not."""
    return name if get_language() == "en" else name.lower()
