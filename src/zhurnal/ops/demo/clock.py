"""The demo's time: frozen on a Wednesday morning two thirds through the third quarter."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Moscow")
TODAY = dt.date(2026, 3, 4)
# The second lesson of the first shift is over; nothing of the demo is later than this.
NOW = dt.datetime(2026, 3, 4, 10, 20, tzinfo=ZONE)
FIRST_YEAR = 2025
DAY = dt.timedelta(days=1)


def at(day: dt.date, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    """A moment by the clock of the school."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZONE)
