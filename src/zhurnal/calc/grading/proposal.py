"""The mark for a period that the school's published rule proposes. The teacher decides (domain.md §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from zhurnal.calc.grading.average import Sums, average

if TYPE_CHECKING:
    from collections.abc import Sequence


def _falls(values: Sequence[Fraction | int]) -> bool:
    return all(above > below for above, below in pairwise(values))


@dataclass(frozen=True, slots=True)
class Rule:
    """From which average a mark is proposed, best mark first; `lowest` below all; from how many marks."""

    thresholds: tuple[tuple[int, Fraction], ...]
    lowest: int
    min_marks: int

    def __post_init__(self) -> None:
        marks = [mark for mark, _ in self.thresholds] + [self.lowest]
        limits = [limit for _, limit in self.thresholds]
        if not (_falls(marks) and _falls(limits)):
            raise ValueError("marks and their thresholds fall from the best mark to the lowest")


# Mathematical rounding, x,5 upwards.
MATHEMATICAL = Rule(
    thresholds=((5, Fraction(9, 2)), (4, Fraction(7, 2)), (3, Fraction(5, 2))), lowest=2, min_marks=3
)


def propose(sums: Sums, rule: Rule = MATHEMATICAL) -> int | None:
    """Propose a period mark from the exact average; None where there are too few marks to propose one."""
    exact = average(sums)
    if exact is None or sums.count < rule.min_marks:
        return None
    return next((mark for mark, limit in rule.thresholds if exact >= limit), rule.lowest)
