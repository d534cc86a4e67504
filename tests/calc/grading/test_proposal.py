"""What is proposed for a period, paragraph by paragraph."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import (
    LATER,
    MARKS,
    MATHEMATICAL,
    NOVOSIBIRSK,
    POLICIES,
    RAISED,
    TEN_POINT,
    averaging,
    cell,
    marked,
    proposed,
    rules,
)
from zhurnal.calc.grading.average import NOTHING, Sums
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.proposal import Kind, controls, needed_marks


@pytest.mark.parametrize(
    ("marks", "mark"),
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
def test_mathematical_rounding_goes_up_at_the_half(marks, mark):
    assert proposed(marked(*marks)).outcome == mark


def test_a_hair_below_the_threshold_is_below_it():
    assert proposed(Sums(weight=100_000, weighted=449_999, count=100)).outcome == 4


def test_the_threshold_that_was_reached_decided():
    proposal = proposed(marked(4, 4, 5))
    assert proposal.paragraph == "period.thresholds.4"
    assert (proposal.steps[0].seen, proposal.steps[0].limit) == (Fraction(13, 3), Fraction(7, 2))


def test_the_lowest_mark_is_decided_by_the_threshold_that_was_not_reached():
    proposal = proposed(marked(2, 2, 2))
    assert proposal.paragraph == "period.thresholds.3"
    assert proposal.outcome == 2


@pytest.mark.parametrize("marks", [(), (5,), (5, 5)])
def test_too_few_marks_make_no_proposal(marks):
    proposal = proposed(marked(*marks))
    assert proposal.kind is Kind.NOTHING
    assert proposal.outcome is None
    assert proposal.paragraph == "period.min_marks.0"


def test_too_few_marks_are_not_attested_where_the_school_says_so():
    known = rules(period={"too_few": "not_attested"})
    assert proposed(marked(5, 5), known).outcome is Sign.NOT_ATTESTED


@pytest.mark.parametrize(
    ("hours", "needed"), [(Fraction(1, 2), 3), (1, 3), (2, 3), (Fraction(5, 2), 5), (3, 5), (6, 5)]
)
def test_more_hours_a_week_need_more_marks(hours, needed):
    assert needed_marks(hours, RAISED.period) == needed


def test_four_marks_are_enough_at_two_hours_and_too_few_at_three():
    assert proposed(marked(5, 5, 5, 5), RAISED, hours=2).outcome == 5
    assert proposed(marked(5, 5, 5, 5), RAISED, hours=3).paragraph == "period.min_marks.1"


@pytest.mark.parametrize(
    ("average", "options"),
    [
        ("4.65", (5,)),
        ("4.6499", (4, 5)),
        ("4.5", (4, 5)),
        ("4.4999", (4,)),
        ("3.65", (4,)),
        ("3.6", (3, 4)),
        ("2.65", (3,)),
        ("2.5", (2, 3)),
        ("2.49", (2,)),
    ],
)
def test_in_the_grey_zone_the_teacher_decides(average, options):
    proposal = proposed(averaging(average), NOVOSIBIRSK)
    assert proposal.options == options
    assert (proposal.kind is Kind.CHOICE) == (len(options) == 2)
    assert (proposal.paragraph == "period.grey_zone") == (len(options) == 2)


@pytest.mark.parametrize(
    ("works", "options"),
    [(((3,), (5,)), (5,)), (((5,), (4,)), (4,)), (((5, 5),), (5,)), (((5, 4),), (4, 5)), ((), (4, 5))],
)
def test_in_the_grey_zone_the_last_control_decides_if_it_says_clearly(works, options):
    proposal = proposed(averaging("4.6"), NOVOSIBIRSK, controls=works)
    assert proposal.options == options
    decided = "period.last_control_decides" if len(options) == 1 else "period.grey_zone"
    assert proposal.paragraph == decided


def test_outside_the_grey_zone_the_last_control_decides_nothing():
    assert proposed(averaging("4.7"), NOVOSIBIRSK, controls=((2,),)).outcome == 5


def test_a_failed_control_that_was_not_corrected_blocks_five():
    proposal = proposed(averaging("4.9"), RAISED, controls=((2,), (5,)))
    assert proposal.outcome == 4
    assert [step.paragraph for step in proposal.steps] == [
        "period.thresholds.5",
        "period.control_two_blocks_five",
    ]
    assert proposed(averaging("4.9"), RAISED, controls=((3,), (5,))).outcome == 5
    assert proposed(averaging("3.9"), RAISED, controls=((2,),)).paragraph == "period.thresholds.4"


def test_a_failed_control_leaves_four_of_a_choice():
    known = rules(period={"grey_zone": "0.4", "control_two_blocks_five": True})
    assert proposed(averaging("4.2"), known).options == (4, 5)
    assert proposed(averaging("4.2"), known, controls=((2,),)).outcome == 4


def test_in_ten_points_a_failed_control_keeps_nine_and_ten_away():
    assert proposed(averaging("9.6"), TEN_POINT, controls=((4,),)).outcome == 8
    assert proposed(averaging("9.6"), TEN_POINT, controls=((5,),)).outcome == 10


def test_a_control_is_what_it_is_after_its_resit_and_the_last_by_date_stands_last():
    works = [
        cell(4, day=LATER, is_control=True),
        cell(2, is_control=True, resit=(4, 3)),
        cell(2),
        cell(is_control=True),
    ]
    assert controls(works) == ((4, 3), (4,))


@pytest.mark.parametrize(
    ("missed", "sums", "outcome"),
    [
        (11, NOTHING, Sign.NOT_ATTESTED),
        (10, NOTHING, None),  # a half is not more than a half
        (20, marked(4, 4, 4), 4),  # marks are there
    ],
)
def test_who_missed_more_than_half_and_has_no_marks_is_not_attested(missed, sums, outcome):
    assert proposed(sums, RAISED, lessons=20, missed=missed).outcome == outcome


def test_missing_lessons_is_enough_where_the_school_says_so():
    known = rules(period={"not_attested": {"missed_share_gt": "2/3", "and_no_marks": False}})
    assert proposed(marked(5, 5, 5), known, lessons=9, missed=7).outcome is Sign.NOT_ATTESTED
    assert proposed(marked(5, 5, 5), known, lessons=9, missed=6).outcome == 5


def test_exempt_is_proposed_unless_there_are_marks_for_theory():
    assert proposed(NOTHING, RAISED, exempt=True, lessons=20, missed=20).outcome is Sign.EXEMPT
    assert proposed(marked(5), RAISED, exempt=True).outcome is Sign.EXEMPT
    assert proposed(marked(5, 5, 4), RAISED, exempt=True, hours=2).outcome == 5


@pytest.mark.parametrize("scale", ["pass_fail", "none"])
def test_without_an_average_nothing_is_proposed(scale):
    proposal = proposed(NOTHING, rules(scale=scale), lessons=10, missed=10)
    assert (proposal.kind, proposal.paragraph) == (Kind.NOTHING, "scale")


ANY_RULES = st.sampled_from([MATHEMATICAL, RAISED, NOVOSIBIRSK])
CONTROLS = st.lists(st.integers(2, 5).map(lambda mark: (mark,)), max_size=3).map(tuple)


@given(MARKS, ANY_RULES)
def test_a_proposal_lies_within_the_marks(marks, known):
    options = proposed(marked(*marks), known).options
    assert min(marks) <= options[0] <= options[-1] <= max(marks)


@given(MARKS, st.integers(2, 4), ANY_RULES, CONTROLS)
def test_a_better_mark_never_lowers_the_proposal(marks, mark, known, works):
    worse = proposed(marked(*marks, mark), known, controls=works).options
    better = proposed(marked(*marks, mark + 1), known, controls=works).options
    assert better[0] >= worse[0]
    assert better[-1] >= worse[-1]


@given(MARKS, st.integers(2, 4), ANY_RULES, CONTROLS)
def test_a_better_control_never_lowers_the_proposal(marks, mark, known, works):
    worse = proposed(marked(*marks), known, controls=(*works, (mark,))).options
    better = proposed(marked(*marks), known, controls=(*works, (mark + 1,))).options
    assert better[0] >= worse[0]
    assert better[-1] >= worse[-1]


@given(st.integers(5, 20), st.sampled_from(list(POLICIES.values())), st.data())
def test_equal_marks_propose_themselves(count, policy, data):
    scale = policy.rules.scale
    mark = data.draw(st.integers(scale.low, scale.high))
    assert proposed(marked(*[mark] * count), policy.rules).outcome == mark


@given(MARKS, ANY_RULES, CONTROLS)
def test_every_proposal_names_the_paragraph_that_decided(marks, known, works):
    proposal = proposed(marked(*marks), known, controls=works, hours=3)
    assert proposal.steps[-1].outcome == proposal.options
    assert (proposal.outcome is None) == (proposal.kind is Kind.CHOICE)
