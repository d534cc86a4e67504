"""What a council of teachers may decide about a pupil at the end of a year, as the law has it.

273-ФЗ, ст. 58: a failed subject is an academic debt (ч. 2), and who has debts goes on conditionally (ч. 8).
Nobody goes on to the next level of schooling with a debt (ст. 66 ч. 5), or to the state's examinations
(ст. 59 ч. 6): after grades 4, 9 and 11 there is no conditional way, and the council decides.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.outcome import Outcome, Sign
from zhurnal.calc.grading.scale import BEHAVIOUR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhurnal.calc.grading.scale import Scale

LEVEL_ENDS = frozenset({4, 9, 11})
LEAVING_GRADES = frozenset({9, 11})
LAST_GRADE = 11


class Decision(StrEnum):
    """What a council decides; the values are those that are stored."""

    PROMOTED = "promoted"  # переведён
    CONDITIONAL = "conditional"  # переведён условно
    REPEATS = "repeats"  # оставлен на повторное обучение
    FINISHED = "finished"  # окончил


class CouncilProposal(NamedTuple):
    """What the marks lead to. None where a subject is still open, or where the law leaves it to the council.

    `failed` and `open_subjects` are the names that stand in the way.
    """

    decision: Decision | None
    failed: tuple[str, ...] = ()
    open_subjects: tuple[str, ...] = ()


def propose_decision(grade: int, outcomes: Mapping[str, tuple[Outcome, Scale]]) -> CouncilProposal:
    """Propose a decision from the marks of the year in all subjects; behaviour has no part in it.

    «н/а» is a debt (ст. 58 ч. 2), «осв» is none. Nobody is proposed to repeat a year: that needs debts which
    were not settled in time and the wish of the parents (ч. 9).
    """
    counted = {name: pair for name, pair in outcomes.items() if pair[1] not in BEHAVIOUR}
    open_subjects = tuple(
        name for name, (outcome, scale) in counted.items() if outcome is None and scale.marked
    )
    failed = tuple(name for name, (outcome, scale) in counted.items() if _is_debt(outcome, scale))
    if open_subjects or not counted:
        return CouncilProposal(None, failed, open_subjects)
    if failed:
        return CouncilProposal(None if grade in LEVEL_ENDS else Decision.CONDITIONAL, failed)
    return CouncilProposal(Decision.FINISHED if grade in LEAVING_GRADES else Decision.PROMOTED)


def may_decide(grade: int, decision: Decision) -> bool:
    """Whether a decision means anything in a grade: only grades 9 and 11 end a school, and none follows 11."""
    if decision is Decision.FINISHED:
        return grade in LEAVING_GRADES
    return grade < LAST_GRADE or decision is Decision.REPEATS


def _is_debt(outcome: Outcome, scale: Scale) -> bool:
    if isinstance(outcome, Sign):
        return outcome is Sign.NOT_ATTESTED
    return outcome is not None and not scale.passes(outcome)
