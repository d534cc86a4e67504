"""Shorthand for the tests of rules: cells, facts and policies in one line."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from zhurnal.calc.grading.average import Sums, contribution, total
from zhurnal.calc.grading.counting import Cell
from zhurnal.calc.grading.policy import EXAMPLES, Policy, read_policy
from zhurnal.calc.grading.proposal import PeriodFacts, Proposal, propose

if TYPE_CHECKING:
    from zhurnal.calc.grading.rules import Rules

DAY = dt.date(2025, 11, 12)
LATER = dt.date(2025, 12, 20)

POLICIES = {name: read_policy(data) for name, data in EXAMPLES.items()}
MATHEMATICAL, RAISED, NOVOSIBIRSK, TEN_POINT = (policy.rules for policy in POLICIES.values())


def policy(**sections: Any) -> Policy:
    """A policy of the given sections, everything else by default."""
    return read_policy(sections)


def rules(**sections: Any) -> Rules:
    return policy(**sections).rules


def cell(*marks: int, weight: int = 100, day: dt.date = DAY, **facts: Any) -> Cell:
    return Cell(day, marks, weight, **facts)


def marked(*marks: int) -> Sums:
    """Single marks of weight 1."""
    return total(contribution((mark,), 100) for mark in marks)


def averaging(average: str, count: int = 10) -> Sums:
    """`count` marks whose average is exactly this."""
    exact = Fraction(average)
    return Sums(100 * count * exact.denominator, 100 * count * exact.numerator, count)


def proposed(sums: Sums, known: Rules = MATHEMATICAL, **facts: Any) -> Proposal:
    return propose(PeriodFacts(sums, **facts), known)


MARKS = st.lists(st.integers(2, 5), min_size=5, max_size=30)
WEIGHTS = st.sampled_from([0, 50, 100, 150, 200, 300])
CELLS = st.lists(
    st.builds(
        Cell,
        day=st.dates(dt.date(2025, 9, 1), dt.date(2025, 12, 30)),
        marks=st.lists(st.integers(2, 5), max_size=2).map(tuple),
        weight=WEIGHTS,
        resit=st.just(()) | st.lists(st.integers(2, 5), min_size=1, max_size=2).map(tuple),
        absence=st.sampled_from(["", "", "н", "б", "оп"]),
        pending=st.booleans(),
        second_weight=st.none() | WEIGHTS,
        handed_in=st.none() | st.just(LATER),
        external=st.booleans(),
    ),
    max_size=12,
)
