"""Scales of marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError(f"a scale rises from a number not below 0: {self.low}…{self.high}")

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high


FIVE = Scale(low=2, high=5)
# «1» is a mark in some schools and forbidden in most: domain.md §4.1.
FIVE_WITH_ONE = Scale(low=1, high=5)
