"""The mark for a year, the exam and the final mark, and the marks of a certificate (domain.md §4.3)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.outcome import Outcome, Sign
from zhurnal.calc.grading.proposal import Kind, Proposal, Step
from zhurnal.calc.grading.rules import Combine, ExamTie, YearTie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.grading.rules import Rules

HALF = Fraction(1, 2)


class YearFacts(NamedTuple):
    """What stands in the columns of the periods, in their order, and of the exam or промежуточная аттестация."""

    periods: tuple[Outcome, ...]
    exam: int | None = None


def propose_year(facts: YearFacts, rules: Rules) -> Proposal:
    """Propose the mark for the year: the mean of the periods' marks, x,5 as the policy says.

    «н/а» and «осв» are no summands; a pupil with nothing else has the same for the year. A period that has
    nothing yet leaves the year open.
    """
    if not rules.scale.averaged:
        return _open("scale")
    if not facts.periods or None in facts.periods:
        return _open("year.from")
    marks = [mark for mark in facts.periods if isinstance(mark, int)]
    if not marks:
        return _sign_of_all(facts.periods)
    exact = mean(marks)
    steps = [Step("year.method", _both_sides(exact), exact)]
    if len(steps[0].outcome) > 1:
        steps.append(_year_tie(facts, marks, exact, rules))
    return _proposal(steps)


def propose_final(year: Outcome, facts: YearFacts, rules: Rules) -> Proposal:
    """Propose the final mark from the year's mark and the exam; without an exam it is the year's."""
    exam = rules.year.exam
    if not isinstance(year, int):
        return _open("year.from") if year is None else Proposal(Kind.SIGN, year, (), (Step("year.from", ()),))
    if exam is None or facts.exam is None:
        return _proposal([Step("year.from", (year,), Fraction(year))])
    marks = [mark for mark in facts.periods if isinstance(mark, int)]
    parts = [year, facts.exam] if exam.combine is Combine.MEAN else [*marks, facts.exam]
    exact = mean(parts)
    steps = [Step("year.exam.combine", _both_sides(exact), exact)]
    if len(steps[0].outcome) > 1:
        towards = {ExamTie.EXAM: facts.exam, ExamTie.YEAR: year}.get(exam.tie)
        steps.append(Step("year.exam.tie", (_towards(steps[0].outcome, towards),), exact))
    return _proposal(steps)


def mean(marks: Sequence[int]) -> Fraction:
    """Return the arithmetic mean. Raises ZeroDivisionError where there are no marks."""
    return Fraction(sum(marks), len(marks))


def half_up(value: Fraction) -> int:
    """Round to the nearest whole number, x,5 up: 7/2 → 4."""
    return ceil(value - HALF) if value % 1 != HALF else ceil(value)


def certificate_nine(year: int, exam: int | None = None) -> int:
    """Return the mark in the certificate of grade 9: with an exam the mean of year and exam, x,5 up."""
    return year if exam is None else half_up(mean((year, exam)))


def certificate_eleven(marks: Sequence[int]) -> int:
    """Return the mark in the certificate of grade 11: the mean of all half-years and years of 10–11, x,5 up.

    Приказ № 546 of 05.10.2020. Raises ZeroDivisionError where there are no marks.
    """
    return half_up(mean(marks))


def _year_tie(facts: YearFacts, marks: list[int], exact: Fraction, rules: Rules) -> Step:
    both = _both_sides(exact)
    tie = rules.year.tie
    if tie is YearTie.EXAM and facts.exam is None:
        return Step("year.tie", both, exact)
    towards = {YearTie.LAST_PERIOD: marks[-1], YearTie.EXAM: facts.exam}.get(tie)
    return Step("year.tie", (_towards(both, towards),), exact)


def _both_sides(exact: Fraction) -> tuple[int, ...]:
    """The nearest mark, or at x,5 the two that are equally near."""
    upper = half_up(exact)
    return (upper - 1, upper) if exact % 1 == HALF else (upper,)


def _towards(both: tuple[int, ...], mark: int | None) -> int:
    """The one of two neighbours on whose side `mark` lies; the upper one without such a mark."""
    lower, upper = both
    return lower if mark is not None and mark <= lower else upper


def _sign_of_all(periods: tuple[Outcome, ...]) -> Proposal:
    sign = Sign.NOT_ATTESTED if Sign.NOT_ATTESTED in periods else Sign.EXEMPT
    return Proposal(Kind.SIGN, sign, (), (Step("year.from", ()),))


def _proposal(steps: list[Step]) -> Proposal:
    options = steps[-1].outcome
    kind = Kind.MARK if len(options) == 1 else Kind.CHOICE
    return Proposal(kind, options[0] if kind is Kind.MARK else None, options, tuple(steps))


def _open(paragraph: str) -> Proposal:
    return Proposal(Kind.NOTHING, None, (), (Step(paragraph, ()),))
