"""What other rules would change for one pupil: the average, and what is proposed for the period."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import average
from zhurnal.calc.grading.counting import sums
from zhurnal.calc.grading.proposal import propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.proposal import PeriodFacts, Proposal
    from zhurnal.calc.grading.rules import Rules


class Direction(StrEnum):
    """Where a proposal moves; `OTHER` where a sign, nothing, or another scale is on one side."""

    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"
    OTHER = "other"


class Judged(NamedTuple):
    """What one set of rules makes of a pupil's cells."""

    average: Fraction | None
    proposal: Proposal


class Change(NamedTuple):
    """The same cells under the rules that hold and under others."""

    before: Judged
    after: Judged

    @property
    def average_moves(self) -> bool:
        """Whether the average, exact, is another."""
        return self.before.average != self.after.average

    @property
    def direction(self) -> Direction:
        """Where the proposal moves. A choice «4–5» is more than «4» and less than «5»."""
        old, new = self.before.proposal, self.after.proposal
        if (old.outcome, old.options) == (new.outcome, new.options):
            return Direction.SAME
        if not old.options or not new.options:
            return Direction.OTHER
        return Direction.HIGHER if _middle(new) > _middle(old) else Direction.LOWER


def judge(cells: Iterable[Cell], facts: PeriodFacts, rules: Rules) -> Judged:
    """Judge cells by rules, as on no day: a point counts once it has become a mark. `facts.sums` is not read."""
    made_of = sums(cells, rules, dt.date.min)
    return Judged(average(made_of), propose(facts._replace(sums=made_of), rules))


def reweighed(cells: Iterable[Cell], weights: Mapping[int, int]) -> list[Cell]:
    """The cells with the weights (hundredths, by work) that some of their works would have."""
    return [
        cell._replace(weight=weights[cell.work]) if cell.work in weights else cell for cell in cells
    ]  # fmt: skip


def _middle(proposal: Proposal) -> Fraction:
    return Fraction(sum(proposal.options), len(proposal.options))
