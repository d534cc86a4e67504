"""A pupil's place in the class by average: «1-2-2-4» (domain.md §1 row 9; hidden as SEC-32 asks)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from zhurnal.calc.grading.average import Sums, average, average_in_hundredths, hundredths

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_MARKS = 2
MIN_RATED = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Place:
    """Places `first` to `last` are shared by equals; `of` pupils have a place."""

    first: int
    last: int
    of: int


def score(sums: Sums, min_marks: int = MIN_MARKS) -> int | None:
    """Return the average in hundredths, which is what places compare; None with too few marks."""
    return average_in_hundredths(sums) if sums.count >= min_marks else None


def year_score(periods: Iterable[Sums], marks: Sequence[int] = (), min_marks: int = MIN_MARKS) -> int | None:
    """Return the score for a year: the mean of the periods' averages, or of their marks where only these are.

    Periods with too few marks have no average. The mean is exact and rounded once.
    """
    averages = [exact for sums in periods if sums.count >= min_marks and (exact := average(sums)) is not None]
    values = averages or [Fraction(mark) for mark in marks]
    return hundredths(sum(values, Fraction(0)) / len(values)) if values else None


def place_of(own: int | None, everyone: Iterable[int | None]) -> Place | None:
    """Find the place of `own` among the scores of the whole class, own included.

    None where it must not be shown: no score of one's own, fewer than five rated pupils, or all the others
    equal, since then a place would tell another pupil's average.
    """
    rated = sorted(value for value in everyone if value is not None)
    return None if own is None else _place(own, rated)


def class_average(own: int | None, everyone: Iterable[int | None]) -> int | None:
    """Return what the class has come to, in tenths, from the scores of all of it, own included.

    None where others' marks could be told from it: with fewer than five rated beside oneself, or where all of
    them are equal. Tenths, because from hundredths and the own score the sum of the others follows exactly.
    """
    rated = sorted(value for value in everyone if value is not None)
    if own is None or len(rated) <= MIN_RATED or _others_are_equal(bisect_left(rated, own), rated):
        return None
    return (2 * sum(rated) + 10 * len(rated)) // (20 * len(rated))


def places(scores: Mapping[Key, int | None]) -> dict[Key, Place]:
    """Find every place of a class at once; who has none is left out."""
    rated = sorted(value for value in scores.values() if value is not None)
    found = {key: _place(own, rated) for key, own in scores.items() if own is not None}
    return {key: place for key, place in found.items() if place is not None}


def quarter_of_list(place: Place) -> int:
    """Return 1…4: the quarter of the list in which the place lies; 1 is the best."""
    return -(-4 * place.first // place.of)


def place_range(place: Place) -> str:
    """«4», or «7–9» where it is shared."""
    return str(place.first) if place.first == place.last else f"{place.first}–{place.last}"


def _place(own: int, rated: list[int]) -> Place | None:
    below, not_above = bisect_left(rated, own), bisect_right(rated, own)
    if below == not_above:
        raise ValueError("own score is not among the scores of the class")
    if len(rated) < MIN_RATED or _others_are_equal(below, rated):
        return None
    return Place(len(rated) - not_above + 1, len(rated) - below, len(rated))


def _others_are_equal(own_index: int, rated: list[int]) -> bool:
    others = rated[:own_index] + rated[own_index + 1 :]
    return others[0] == others[-1]
