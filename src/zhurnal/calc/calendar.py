"""Weeks, days of lessons and study periods. Dates come in and go out; nobody here asks what day it is."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Parity = Literal["every", "A", "B"]
DIARY_DAYS = 6
WEEK = dt.timedelta(weeks=1)
# A week outside these years in an address is a mistake, and dates near the end of time overflow.
FIRST_YEAR, LAST_YEAR = 2000, 2099


class Week(NamedTuple):
    """A week of ISO 8601: it belongs to the year in which its Thursday lies."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


class Span(Protocol):
    """Anything from a day to a day, both included."""

    @property
    def starts(self) -> dt.date: ...

    @property
    def ends(self) -> dt.date: ...


AnySpan = TypeVar("AnySpan", bound=Span)


def iso_week(day: dt.date) -> Week:
    """Return the week in which `day` lies: 31.12.2025 is in 2026-W01."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def parse_week(text: str) -> Week:
    """Read «2026-W10». Raises ValueError for another form or a week that the year does not have."""
    parts = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", text)
    if parts is None:
        raise ValueError(f"a week is written like 2026-W10, not {text[:20]!r}")
    week = Week(int(parts[1]), int(parts[2]))
    week_dates(*week)
    return week


def format_week(year: int, number: int) -> str:
    """Write «2026-W10»."""
    return str(Week(year, number))


def shift_week(week: Week, by: int) -> Week:
    """Return the week `by` weeks later (earlier, where negative)."""
    return iso_week(_monday(*week) + by * WEEK)


def week_dates(year: int, number: int) -> tuple[dt.date, ...]:
    """Return Monday to Saturday of a week. Raises ValueError where the year has no such week."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    try:
        monday = _monday(year, number)
    except ValueError:
        raise ValueError(f"the year {year} has no week {number}") from None
    return tuple(monday + dt.timedelta(days=index) for index in range(DIARY_DAYS))


def school_weekdays(days_a_week: int) -> range:
    """Return the weekdays of lessons, Monday is 1: 1…5 or 1…6. Raises ValueError for another week."""
    if days_a_week not in (5, 6):
        raise ValueError(f"a school week has 5 or 6 days, not {days_a_week}")
    return range(1, days_a_week + 1)


def day_is_taught(day: dt.date, days_off: Collection[dt.date], days_a_week: int) -> bool:
    """Whether a class with 5 or 6 school days a week has lessons on `day`."""
    return day.isoweekday() in school_weekdays(days_a_week) and day not in days_off


def lesson_dates(
    weekday: int,
    starts: dt.date,
    ends: dt.date,
    *,
    days_off: Collection[dt.date] = frozenset(),
    parity: Parity = "every",
    anchor: dt.date | None = None,
) -> list[dt.date]:
    """List the days of a weekly place (`weekday` 1 is Monday) from `starts` to `ends`, both included.

    For parity "A" or "B", `anchor` is any day of an A week. Weeks alternate by the calendar: holidays do not
    shift them. Pass days off as a set: each day is looked up. Raises ValueError for a foreign
    weekday or a missing anchor.
    """
    if weekday not in school_weekdays(DIARY_DAYS):
        raise ValueError(f"a weekday of lessons is 1…6, not {weekday}")
    if parity != "every" and anchor is None:
        raise ValueError("A and B weeks need a day of an A week to count from")
    first = starts + dt.timedelta(days=(weekday - starts.isoweekday()) % 7)
    count = max(0, (ends - first).days // 7 + 1)
    days = (first + index * WEEK for index in range(count))
    return [day for day in days if day not in days_off and _parity_holds(day, parity, anchor)]


def week_parity(day: dt.date, anchor: dt.date) -> Literal["A", "B"]:
    """Whether `day` lies in an A or a B week, `anchor` being any day of an A week."""
    weeks_apart = (_monday(*iso_week(day)) - _monday(*iso_week(anchor))).days // 7
    return "B" if weeks_apart % 2 else "A"


def days_between(starts: dt.date, ends: dt.date) -> list[dt.date]:
    """List every day from `starts` to `ends`, both included."""
    return [starts + dt.timedelta(days=index) for index in range((ends - starts).days + 1)]


def period_containing(day: dt.date, periods: Iterable[AnySpan]) -> AnySpan | None:
    """Find the period in which `day` lies; None between periods."""
    return next((period for period in periods if period.starts <= day <= period.ends), None)


def _monday(year: int, number: int) -> dt.date:
    return dt.date.fromisocalendar(year, number, 1)


def _parity_holds(day: dt.date, parity: Parity, anchor: dt.date | None) -> bool:
    return anchor is None or parity in ("every", week_parity(day, anchor))
