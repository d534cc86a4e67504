"""When a final mark needs the teacher's reason, and which way it leaves the rule (domain.md §4.6, UX-Z04)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.outcome import Outcome, Sign
from zhurnal.calc.grading.proposal import Kind, Proposal

if TYPE_CHECKING:
    from fractions import Fraction

    from zhurnal.calc.grading.rules import Rules


class Direction(StrEnum):
    """«Завышена», «занижена», or neither."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = ""


class Deviation(NamedTuple):
    """How a final mark stands to the average and to the proposal.

    `from_average`: it differs by more than the policy's border. `from_proposal`: it is not what was proposed.
    `chosen`: the rule left the choice to the teacher. `direction`: against the proposal's options, or, where
    there are none, against the average.
    """

    from_average: bool
    from_proposal: bool
    chosen: bool
    direction: Direction

    @property
    def needs_reason(self) -> bool:
        """Whether the teacher must say why.

        A mark that the published rule proposes has its reason in the rule, even 4 at an average of 4.62.
        """
        return self.from_proposal or self.chosen


def deviation(final: Outcome, proposal: Proposal, average: Fraction | None, rules: Rules) -> Deviation:
    """Compare what a teacher wants to set with what the rule proposes; nothing set deviates from nothing."""
    if final is None:
        return Deviation(from_average=False, from_proposal=False, chosen=False, direction=Direction.NEITHER)
    far = isinstance(final, int) and average is not None and abs(final - average) > rules.period.deviation
    chosen = proposal.kind is Kind.CHOICE and final in proposal.options
    return Deviation(far, _against(final, proposal, far=far), chosen, _direction(final, proposal, average))


def _against(final: Outcome, proposal: Proposal, *, far: bool) -> bool:
    if proposal.kind is Kind.CHOICE:
        return final not in proposal.options
    if proposal.kind is not Kind.NOTHING:
        return final != proposal.outcome
    if final is Sign.NOT_ATTESTED:
        # With too few marks «н/а» is what the rule leaves, though it does not propose it.
        return not proposal.paragraph.startswith("period.min_marks")
    # A scale without an average proposes nothing: «зч» is nobody's deviation.
    return far or isinstance(final, Sign) or proposal.paragraph != "scale"


def _direction(final: Outcome, proposal: Proposal, average: Fraction | None) -> Direction:
    if not isinstance(final, int):
        return Direction.NEITHER
    lowest, highest = (
        (min(proposal.options), max(proposal.options)) if proposal.options else (average, average)
    )
    if highest is not None and final > highest:
        return Direction.HIGHER
    return Direction.LOWER if lowest is not None and final < lowest else Direction.NEITHER
