"""The mark for a period that the school's published rule proposes. The teacher decides (domain.md §4.3)."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import Sums, average
from zhurnal.calc.grading.outcome import Outcome, Sign
from zhurnal.calc.grading.rules import TooFew
from zhurnal.calc.grading.scale import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.rules import PeriodRules, Rules


class PeriodFacts(NamedTuple):
    """What a proposal is made from: sums of the marks, hours a week, lessons held for the pupil and missed.

    `controls` are the marks of control works in the order of their dates, after re-sits.
    """

    sums: Sums
    hours: Fraction | int = 1
    lessons: int = 0
    missed: int = 0
    exempt: bool = False
    controls: tuple[tuple[int, ...], ...] = ()


class Step(NamedTuple):
    """A paragraph of the policy that had a say: its path («period.thresholds.5») and the figures it saw.

    `outcome`: «5» after this step, «4–5» where it left a choice, empty where it left nothing.
    """

    paragraph: str
    outcome: tuple[int, ...]
    seen: Fraction | None = None
    limit: Fraction | None = None


class Kind(StrEnum):
    """What the rule says."""

    MARK = "mark"
    CHOICE = "choice"  # the teacher decides between the options, with a reason
    SIGN = "sign"  # «н/а», «осв»
    NOTHING = "nothing"  # too few marks, or a scale that has no average


class Proposal(NamedTuple):
    """What the rule proposes, and the paragraphs that made it so; the last one decided.

    `outcome` is what may be accepted as it is; None where it is a choice or nothing.
    """

    kind: Kind
    outcome: Outcome
    options: tuple[int, ...]
    steps: tuple[Step, ...]

    @property
    def paragraph(self) -> str:
        """The path of the paragraph that decided."""
        return self.steps[-1].paragraph


def propose(facts: PeriodFacts, rules: Rules) -> Proposal:
    """Propose a mark for a period from the exact average and the other facts of the pupil."""
    if not rules.scale.averaged:
        return _nothing(Step("scale", ()))
    return _without_mark(facts, rules.period) or _with_mark(facts, rules)


def needed_marks(hours: Fraction | int, period: PeriodRules) -> int:
    """Return from how many marks a period mark is proposed at so many hours a week."""
    return period.min_marks[_row_of(hours, period)][1]


def controls(cells: Iterable[Cell]) -> tuple[tuple[int, ...], ...]:
    """Return the marks of the control works among a pupil's cells, by date, after re-sits."""
    works = sorted((cell for cell in cells if cell.is_control and cell.marks), key=lambda cell: cell.day)
    return tuple(cell.resit or cell.marks for cell in works)


def _without_mark(facts: PeriodFacts, period: PeriodRules) -> Proposal | None:
    """A sign or nothing, where the facts do not allow a mark."""
    count, row = facts.sums.count, _row_of(facts.hours, period)
    needed = max(period.min_marks[row][1], 1)
    # Who is exempt may still be marked, in physical education for theory.
    if facts.exempt and count < needed:
        return _sign(Sign.EXEMPT, Step("exempt", (), Fraction(count)))
    limits = period.not_attested
    if limits and facts.lessons and not (limits.and_no_marks and count):
        share = Fraction(facts.missed, facts.lessons)
        if share > limits.missed_share:
            return _sign(Sign.NOT_ATTESTED, Step("period.not_attested", (), share, limits.missed_share))
    if count >= needed:
        return None
    step = Step(f"period.min_marks.{row}", (), Fraction(count), Fraction(needed))
    return _sign(Sign.NOT_ATTESTED, step) if period.too_few is TooFew.NOT_ATTESTED else _nothing(step)


def _with_mark(facts: PeriodFacts, rules: Rules) -> Proposal:
    exact = average(facts.sums)
    if exact is None:
        raise ValueError("marks that count have an average")
    steps = [_by_thresholds(exact, rules)]
    for further in (_by_last_control, _capped):
        step = further(steps[-1].outcome, facts, rules)
        steps += [step] if step else []
    options = steps[-1].outcome
    if len(options) == 1:
        return Proposal(Kind.MARK, options[0], options, tuple(steps))
    return Proposal(Kind.CHOICE, None, options, tuple(steps))


def _by_thresholds(exact: Fraction, rules: Rules) -> Step:
    """The mark whose threshold is reached, or the choice between it and the next where that is near."""
    period = rules.period
    reached, limit, named = period.lowest, period.thresholds[-1][1], period.thresholds[-1][0]
    for mark, border in reversed(period.thresholds):
        if exact >= border:
            reached, limit, named = mark, border, mark
        elif period.grey_zone and exact >= border - period.grey_zone:
            return Step("period.grey_zone", (reached, mark), exact, border)
        else:
            break
    return Step(f"period.thresholds.{rules.scale.text(named)}", (reached,), exact, limit)


def _by_last_control(options: tuple[int, ...], facts: PeriodFacts, rules: Rules) -> Step | None:
    """«При спорной отметке предпочтение контрольной»: the last one decides if it says clearly."""
    if len(options) == 1 or not rules.period.last_control_decides or not facts.controls:
        return None
    lower, upper = options
    last = facts.controls[-1]
    if min(last) >= upper:
        return Step("period.last_control_decides", (upper,), Fraction(min(last)))
    if max(last) <= lower:
        return Step("period.last_control_decides", (lower,), Fraction(max(last)))
    return None


def _capped(options: tuple[int, ...], facts: PeriodFacts, rules: Rules) -> Step | None:
    """A control work failed and not corrected keeps «отлично» away."""
    if not rules.period.control_two_blocks_five:
        return None
    failed = [mark for marks in facts.controls for mark in marks if not rules.scale.passes(mark)]
    if not failed:
        return None
    left = tuple(mark for mark in options if rules.scale.level(mark) is not Level.EXCELLENT)
    if left == options:
        return None
    best = next(
        value for value in range(rules.scale.high, -1, -1) if rules.scale.level(value) is not Level.EXCELLENT
    )
    return Step("period.control_two_blocks_five", left or (best,), Fraction(min(failed)))


def _row_of(hours: Fraction | int, period: PeriodRules) -> int:
    """The row of `min_marks` for so many hours a week."""
    return next(row for row, (up_to, _) in enumerate(period.min_marks) if up_to is None or hours <= up_to)


def _sign(sign: Sign, step: Step) -> Proposal:
    return Proposal(Kind.SIGN, sign, (), (step,))


def _nothing(step: Step) -> Proposal:
    return Proposal(Kind.NOTHING, None, (), (step,))
