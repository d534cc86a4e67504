from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.average import Sums, contribution, total
from zhurnal.calc.grading.proposal import MATHEMATICAL, Rule, propose

NOVOSIBIRSK = Rule(
    ((5, Fraction("4.65")), (4, Fraction("3.65")), (3, Fraction("2.65"))), lowest=2, min_marks=3
)


def marked(*marks: int) -> Sums:
    return total(contribution((mark,), 100) for mark in marks)


def proposed_for(*marks: int, rule: Rule = MATHEMATICAL) -> int:
    proposed = propose(marked(*marks), rule)
    assert proposed is not None
    return proposed


@pytest.mark.parametrize(
    ("marks", "proposed"),
    [
        ((5, 5, 5), 5),
        ((5, 4, 5, 4), 5),  # 9/2 is at the threshold
        ((5, 4, 4), 4),  # 13/3
        ((4, 3, 4, 3), 4),
        ((3, 3, 4), 3),
        ((3, 2, 3, 2), 3),
        ((2, 2, 3), 2),  # 7/3
        ((2, 2, 2), 2),
    ],
)
def test_mathematical_rounding_goes_up_at_the_half(marks, proposed):
    assert propose(marked(*marks)) == proposed


def test_a_hair_below_the_threshold_is_below_it():
    assert propose(Sums(weight=100_000, weighted=449_999, count=100)) == 4


def test_another_school_has_other_thresholds():
    # 4.6 is «5» by mathematics and «4» in Novosibirsk; 4.65 is «5» in both.
    assert propose(marked(5, 5, 5, 4, 4), MATHEMATICAL) == 5
    assert propose(marked(5, 5, 5, 4, 4), NOVOSIBIRSK) == 4
    assert propose(Sums(2000, 9300, 20), NOVOSIBIRSK) == 5


@pytest.mark.parametrize("marks", [(), (5,), (5, 5)])
def test_too_few_marks_make_no_proposal(marks):
    assert propose(marked(*marks)) is None


@pytest.mark.parametrize(
    ("thresholds", "lowest"),
    [
        (((5, Fraction(7, 2)), (4, Fraction(9, 2))), 3),
        (((4, Fraction(9, 2)), (5, Fraction(7, 2))), 3),
        (((5, Fraction(9, 2)), (4, Fraction(9, 2))), 3),
        (((5, Fraction(9, 2)), (4, Fraction(7, 2))), 4),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(thresholds, lowest):
    with pytest.raises(ValueError, match="fall"):
        Rule(thresholds, lowest, min_marks=3)


MARKS = st.lists(st.integers(2, 5), min_size=3, max_size=30)


@given(MARKS)
def test_a_proposal_lies_within_the_marks(marks):
    assert min(marks) <= proposed_for(*marks) <= max(marks)


@given(MARKS, st.integers(2, 4), st.sampled_from([MATHEMATICAL, NOVOSIBIRSK]))
def test_a_better_mark_never_lowers_the_proposal(marks, mark, rule):
    assert proposed_for(*marks, mark + 1, rule=rule) >= proposed_for(*marks, mark, rule=rule)


@given(st.integers(2, 5), st.integers(3, 20))
def test_equal_marks_propose_themselves(mark, count):
    assert propose(marked(*[mark] * count)) == mark
