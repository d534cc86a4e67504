"""When a teacher must say why."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import MATHEMATICAL, NOVOSIBIRSK, RAISED, averaging, proposed, rules
from zhurnal.calc.grading.average import NOTHING, average
from zhurnal.calc.grading.deviation import Direction, deviation
from zhurnal.calc.grading.outcome import Sign


def deviates(final, mean, known=MATHEMATICAL, count=10, **facts):
    sums = averaging(mean, count) if mean else NOTHING
    return deviation(final, proposed(sums, known, **facts), average(sums), known)


@pytest.mark.parametrize(
    ("final", "mean", "direction"),
    [
        (5, "4.4", Direction.HIGHER),
        (3, "3.6", Direction.LOWER),
        (4, "2.4", Direction.HIGHER),
        (2, "4", Direction.LOWER),
    ],
)
def test_against_the_proposal_a_reason_is_asked(final, mean, direction):
    found = deviates(final, mean)
    assert found.from_proposal
    assert found.needs_reason
    assert found.direction is direction


@pytest.mark.parametrize(("final", "mean"), [(5, "4.5"), (4, "4.49"), (3, "2.5"), (2, "2.49")])
def test_with_the_proposal_none_is_asked(final, mean):
    found = deviates(final, mean)
    assert not found.needs_reason
    assert found.direction is Direction.NEITHER


@pytest.mark.parametrize(
    ("final", "mean", "far"), [(5, "4.4", False), (5, "4.39", True), (4, "4.6", False), (4, "4.61", True)]
)
def test_sixty_hundredths_are_the_border_and_not_beyond_it(final, mean, far):
    assert deviates(final, mean).from_average is far


def test_a_proposal_far_from_the_average_is_told_but_has_its_reason_in_the_rule():
    found = deviates(4, "4.9", RAISED, hours=3, controls=((2,),))
    assert found.from_average
    assert not found.needs_reason


def test_in_the_grey_zone_either_mark_wants_a_reason_and_neither_leaves_the_rule():
    for final in (4, 5):
        found = deviates(final, "4.6", NOVOSIBIRSK)
        assert found.chosen
        assert found.needs_reason
        assert not found.from_proposal
        assert found.direction is Direction.NEITHER
    assert deviates(3, "4.6", NOVOSIBIRSK).direction is Direction.LOWER


def test_a_mark_instead_of_not_attested_wants_a_reason():
    assert deviates(3, "", RAISED, lessons=10, missed=9).needs_reason
    assert not deviates(Sign.NOT_ATTESTED, "", RAISED, lessons=10, missed=9).needs_reason


def test_too_few_marks_leave_not_attested_free_and_ask_about_a_mark():
    assert not deviates(Sign.NOT_ATTESTED, "5", count=2).needs_reason
    assert deviates(5, "5", count=2).needs_reason
    assert deviates(Sign.EXEMPT, "5", count=2).needs_reason


def test_a_sign_instead_of_a_mark_wants_a_reason():
    assert deviates(Sign.NOT_ATTESTED, "4").needs_reason
    assert deviates(Sign.EXEMPT, "4").needs_reason


def test_pass_and_fail_are_the_teachers_own():
    known = rules(scale="pass_fail")
    assert not deviates(1, "", known).needs_reason
    assert deviates(Sign.NOT_ATTESTED, "", known).needs_reason


def test_nothing_set_deviates_from_nothing():
    assert not deviates(None, "4").needs_reason


@given(st.fractions(2, 5), st.sampled_from([MATHEMATICAL, RAISED, NOVOSIBIRSK]), st.integers(2, 5))
def test_a_mark_outside_the_corridor_of_the_rule_always_has_a_direction(mean, known, final):
    found = deviates(final, str(Fraction(mean)), known)
    assert found.from_proposal == (found.direction is not Direction.NEITHER)


@given(st.fractions(2, 5), st.sampled_from([MATHEMATICAL, RAISED, NOVOSIBIRSK]))
def test_accepting_what_is_proposed_never_asks(mean, known):
    sums = averaging(str(mean))
    proposal = proposed(sums, known)
    if proposal.outcome is not None:
        assert not deviation(proposal.outcome, proposal, average(sums), known).needs_reason
