"""Where a pupil's marks in a subject are going: month by month, and the latest against those before."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import Sums, average_in_hundredths

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

# What a work has added on a day: Σ weight, Σ weight·mark.
Added = tuple["dt.date", int, int]

LATEST = 5
FEWEST_BEFORE = 3
# Hundredths: a smaller difference is what one answer more or less makes.
NOTICEABLE = 20


class Direction(StrEnum):
    """How the latest marks compare with those before."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"


class MonthAverage(NamedTuple):
    """The average of the marks of a month, in hundredths."""

    month: int
    average: int


class Trend(NamedTuple):
    """The months that have marks, in the order of the year; `direction` is None while there are few marks."""

    months: tuple[MonthAverage, ...]
    direction: Direction | None


def trend_of(marks: Sequence[Added]) -> Trend:
    """Return the trend of what each work has added to an average, in the order of their days."""
    weights: dict[int, int] = {}
    weighted: dict[int, int] = {}
    for day, weight, more in marks:
        month = day.month
        weights[month] = weights.get(month, 0) + weight
        weighted[month] = weighted.get(month, 0) + more
    months = tuple(
        MonthAverage(month, _hundredths(weighted[month], weight))
        for month, weight in weights.items()
        if weight
    )
    return Trend(months, direction_of([one for one in marks if one[1]]))


def direction_of(marks: Sequence[Added]) -> Direction | None:
    """Compare the last five works with all before; None with fewer than three before them."""
    if len(marks) < LATEST + FEWEST_BEFORE:
        return None
    change = _average(marks[-LATEST:]) - _average(marks[:-LATEST])
    if abs(change) < NOTICEABLE:
        return Direction.LEVEL
    return Direction.RISING if change > 0 else Direction.FALLING


def _average(marks: Sequence[Added]) -> int:
    return _hundredths(sum([weighted for _, _, weighted in marks]), sum([weight for _, weight, _ in marks]))


def _hundredths(weighted: int, weight: int) -> int:
    return average_in_hundredths(Sums(weight, weighted)) or 0
