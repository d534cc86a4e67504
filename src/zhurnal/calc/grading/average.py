"""The weighted average, exact: weights are whole hundredths, an average is a fraction."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Sums:
    """What an average is made of: Σ weight and Σ weight·mark in hundredths, and how many marks counted."""

    weight: int = 0
    weighted: int = 0
    count: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.weight + other.weight, self.weighted + other.weighted, self.count + other.count)

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.weight - other.weight, self.weighted - other.weighted, self.count - other.count)


NOTHING = Sums()


def contribution(marks: tuple[int, ...], weight: int) -> Sums:
    """Return what the marks of one cell add, for a work of `weight` hundredths (150 is 1,5).

    A double mark is two independent marks of full weight (domain.md §4.1). Weight 0 means that the work
    does not count: it adds no mark to `count` either, so that three uncounted marks are not «three marks».
    """
    if weight < 0:
        raise ValueError(f"a weight is not negative: {weight}")
    if not weight:
        return NOTHING
    return Sums(weight * len(marks), weight * sum(marks), len(marks))


def total(parts: Iterable[Sums]) -> Sums:
    """Add up contributions, in any order."""
    return sum(parts, NOTHING)


def average(sums: Sums) -> Fraction | None:
    """Σ mᵢwᵢ / Σ wᵢ (domain.md §4.2); None where nothing counts."""
    return Fraction(sums.weighted, sums.weight) if sums.weight else None


def hundredths(value: Fraction) -> int:
    """Round a fraction that is not negative to hundredths, half up: 13/3 → 433, 4.125 → 413."""
    return _hundredths(value.numerator, value.denominator)


def average_in_hundredths(sums: Sums) -> int | None:
    """Return the rounded average without making a fraction of it: a class has hundreds."""
    return _hundredths(sums.weighted, sums.weight) if sums.weight else None


def display(value: Fraction | None) -> str:
    """«4,33» with a decimal comma, for the eye only; an empty text where there is no average."""
    if value is None:
        return ""
    whole, rest = divmod(hundredths(value), 100)
    return f"{whole},{rest:02d}"


def _hundredths(above: int, below: int) -> int:
    return (200 * above + below) // (2 * below)
