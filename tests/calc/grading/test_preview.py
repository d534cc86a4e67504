"""What other rules would change for a pupil."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from tests.calc.grading.cells import CELLS, MATHEMATICAL, NOVOSIBIRSK, RAISED, cell, rules
from zhurnal.calc.grading.average import NOTHING
from zhurnal.calc.grading.preview import Change, Direction, judge, reweighed
from zhurnal.calc.grading.proposal import PeriodFacts

FACTS = PeriodFacts(NOTHING, hours=3, lessons=20)


def change(cells, before, after, weights=None):
    return Change(judge(cells, FACTS, before), judge(reweighed(cells, weights or {}), FACTS, after))


def test_a_raised_threshold_moves_the_proposal_and_not_the_average():
    # (5+5+5+4+4)/5 = 4,6; (5+4+5+4+5+4+5+4+5+4)/10 = 4,5
    assert change([cell(5), cell(5), cell(5), cell(4), cell(4)], MATHEMATICAL, RAISED).direction == "same"
    found = change([cell(5), cell(4)] * 5, MATHEMATICAL, RAISED)
    assert (found.before.proposal.outcome, found.after.proposal.outcome) == (5, 4)
    assert found.direction is Direction.LOWER
    assert not found.average_moves


def test_another_weight_moves_both():
    # (2·5 + 4·3)/5 = 22/5 = 4,4 at weight 2 each; the «5» of weight 4: (4·5 + 4·3)/7 = 32/7 ≈ 4,57
    cells = [cell(5, weight=200, work=1), cell(4, work=2), cell(4, work=3), cell(4, work=4)]
    found = change(cells, MATHEMATICAL, MATHEMATICAL, {1: 400})
    assert (found.before.average, found.after.average) == (Fraction(22, 5), Fraction(32, 7))
    assert found.average_moves
    assert (found.before.proposal.outcome, found.after.proposal.outcome) == (4, 5)
    assert found.direction is Direction.HIGHER


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (MATHEMATICAL, NOVOSIBIRSK, Direction.LOWER),  # «5», then the teacher's choice of 4 or 5
        (NOVOSIBIRSK, MATHEMATICAL, Direction.HIGHER),
        (RAISED, NOVOSIBIRSK, Direction.HIGHER),  # «4», then the choice
        (MATHEMATICAL, rules(period={"min_marks": 11}), Direction.OTHER),  # nothing is proposed
        (MATHEMATICAL, rules(scale="none"), Direction.OTHER),
    ],
)
def test_a_choice_lies_between_its_marks_and_nothing_lies_nowhere(before, after, direction):
    assert change([cell(5), cell(4)] * 5, before, after).direction is direction


def test_what_a_resit_replaces_moves_with_the_rule():
    # «2→5»: 5 alone, or (2+5)/2 with both
    found = change([cell(2, resit=(5,))], MATHEMATICAL, NOVOSIBIRSK)
    assert (found.before.average, found.after.average) == (Fraction(5), Fraction(7, 2))


@given(CELLS)
def test_the_same_rules_change_nothing(cells):
    found = change(cells, RAISED, RAISED)
    assert found.direction is Direction.SAME
    assert not found.average_moves


@given(CELLS)
def test_the_directions_of_there_and_back_are_opposite(cells):
    opposite = {"higher": "lower", "lower": "higher"}
    there, back = change(cells, MATHEMATICAL, NOVOSIBIRSK), change(cells, NOVOSIBIRSK, MATHEMATICAL)
    assert back.direction == opposite.get(there.direction, there.direction)
