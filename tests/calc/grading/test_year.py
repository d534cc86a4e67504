"""The year, the exam, the certificate: computed by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import MATHEMATICAL, RAISED, rules
from zhurnal.calc.grading.outcome import Sign
from zhurnal.calc.grading.proposal import Kind
from zhurnal.calc.grading.year import (
    YearFacts,
    certificate_eleven,
    certificate_nine,
    half_up,
    propose_final,
    propose_year,
)

NA, EXEMPT = Sign.NOT_ATTESTED, Sign.EXEMPT
BY_EXAM = rules(year={"tie": "exam", "exam": {"combine": "mean", "tie": "exam"}})
TO_YEAR = rules(year={"exam": {"combine": "mean", "tie": "year"}})
HALF_YEARS = rules(year={"exam": {"combine": "with_periods", "tie": "up"}})


def year(*periods, exam=None, known=MATHEMATICAL):
    return propose_year(YearFacts(periods, exam), known)


@pytest.mark.parametrize(
    ("periods", "mark"),
    [
        ((5, 5, 4, 5), 5),  # 19/4
        ((4, 4, 5, 4), 4),  # 17/4
        ((3, 4, 3, 4), 4),  # 7/2, up
        ((2, 3, 2, 2), 2),
        ((4, 5, 5), 5),  # trimesters, 14/3
        ((3, 4), 4),  # half-years, up
    ],
)
def test_the_year_is_the_mean_of_its_periods(periods, mark):
    assert year(*periods).outcome == mark


@pytest.mark.parametrize(
    ("periods", "mark"),
    [((4, 4, 3, 3), 3), ((3, 3, 4, 4), 4), ((5, 4, 2, 3), 3), ((3, 2, 4, 5), 4), ((4, 4, 4, 5), 4)],
)
def test_the_last_period_decides_the_half_where_the_school_says_so(periods, mark):
    proposal = year(*periods, known=RAISED)
    assert proposal.outcome == mark
    assert (proposal.paragraph == "year.tie") == (sum(periods) % 4 == 2)


def test_the_last_attested_period_decides_where_the_last_has_no_mark():
    assert year(3, 4, NA, known=RAISED).outcome == 4
    assert year(4, 3, NA, known=RAISED).outcome == 3


def test_the_exam_decides_the_half_and_without_it_the_teacher():
    assert year(4, 3, 4, 3, exam=3, known=BY_EXAM).outcome == 3
    assert year(4, 3, 4, 3, exam=5, known=BY_EXAM).outcome == 4
    left = year(4, 3, 4, 3, known=BY_EXAM)
    assert (left.kind, left.options, left.paragraph) == (Kind.CHOICE, (3, 4), "year.tie")


def test_what_is_no_mark_is_no_summand():
    assert year(5, NA, 4, 4).outcome == 4
    assert year(EXEMPT, 5, 5, EXEMPT).outcome == 5
    assert year(NA, NA, EXEMPT, NA).outcome is NA
    assert year(EXEMPT, EXEMPT).outcome is EXEMPT


@pytest.mark.parametrize("periods", [(), (5, 5, 5, None)])
def test_a_period_that_has_nothing_yet_leaves_the_year_open(periods):
    proposal = year(*periods)
    assert (proposal.kind, proposal.outcome, proposal.paragraph) == (Kind.NOTHING, None, "year.from")


def test_pass_and_fail_have_no_mean():
    assert year(1, 1, 0, 1, known=rules(scale="pass_fail")).paragraph == "scale"


@pytest.mark.parametrize(
    ("year_mark", "exam", "known", "final"),
    [
        (4, 5, RAISED, 5),  # 9/2, up
        (4, 4, RAISED, 4),
        (5, 3, RAISED, 4),
        (4, 3, BY_EXAM, 3),  # 7/2, towards the exam
        (3, 4, BY_EXAM, 4),
        (4, 3, TO_YEAR, 4),
        (3, 4, TO_YEAR, 3),
        (4, 3, MATHEMATICAL, 4),  # the exam stands apart
        (4, None, RAISED, 4),
    ],
)
def test_the_final_mark_joins_year_and_exam(year_mark, exam, known, final):
    assert propose_final(year_mark, YearFacts((4, 4, 4, 4), exam), known).outcome == final


def test_in_grades_ten_and_eleven_the_exam_is_one_more_period():
    # (4 + 5 + 3) / 3 = 4; (4 + 5 + 5) / 3 = 14/3; (4 + 5) / 2 = 9/2, up
    assert propose_final(5, YearFacts((4, 5), 3), HALF_YEARS).outcome == 4
    assert propose_final(5, YearFacts((4, 5), 5), HALF_YEARS).outcome == 5
    assert propose_final(4, YearFacts((4,), 5), HALF_YEARS).outcome == 5


def test_a_year_without_a_mark_has_no_final_mark():
    assert propose_final(NA, YearFacts((NA,), 4), RAISED).outcome is NA
    assert propose_final(None, YearFacts((None,), 4), RAISED).kind is Kind.NOTHING


@pytest.mark.parametrize(
    ("year_mark", "exam", "mark"), [(4, 5, 5), (5, 4, 5), (3, 5, 4), (3, 4, 4), (5, 2, 4), (4, None, 4)]
)
def test_the_certificate_of_grade_nine_is_the_mean_with_the_exam_up(year_mark, exam, mark):
    assert certificate_nine(year_mark, exam) == mark


@pytest.mark.parametrize(
    ("half_years", "years", "mark"),
    [
        ((4, 5, 5, 5), (5, 5), 5),  # 29/6
        ((4, 4, 5, 5), (4, 5), 5),  # 27/6 = 4,5 up
        ((4, 4, 4, 5), (4, 5), 4),  # 26/6
        ((3, 3), (3,), 3),
    ],
)
def test_the_certificate_of_grade_eleven_is_the_mean_of_half_years_and_years(half_years, years, mark):
    assert certificate_eleven([*half_years, *years]) == mark


def test_halves_go_up_and_everything_else_to_the_nearest():
    assert [half_up(Fraction(n, 4)) for n in (13, 14, 15, 16)] == [3, 4, 4, 4]


PERIODS = st.lists(st.integers(2, 5), min_size=1, max_size=6).map(tuple)
EVERY_RULE = st.sampled_from([MATHEMATICAL, RAISED, BY_EXAM, TO_YEAR, HALF_YEARS])


@given(PERIODS, EVERY_RULE, st.none() | st.integers(2, 5))
def test_the_year_lies_within_its_periods(periods, known, exam):
    options = propose_year(YearFacts(periods, exam), known).options
    assert min(periods) <= options[0] <= options[-1] <= max(periods)


@given(PERIODS, EVERY_RULE, st.integers(2, 5), st.data())
def test_a_better_period_never_lowers_the_year_nor_the_final_mark(periods, known, exam, data):
    index = data.draw(st.integers(0, len(periods) - 1))
    better = tuple(min(mark + (place == index), 5) for place, mark in enumerate(periods))
    before, after = (propose_year(YearFacts(marks, exam), known) for marks in (periods, better))
    assert after.options[0] >= before.options[0]
    finals = [
        propose_final(proposal.options[0], YearFacts(marks, exam), known).options[0]
        for proposal, marks in ((before, periods), (after, better))
    ]
    assert finals[0] <= finals[1]


@given(PERIODS, st.randoms())
def test_the_order_of_periods_is_of_no_weight_where_the_last_does_not_decide(periods, shuffler):
    shuffled = list(periods)
    shuffler.shuffle(shuffled)
    assert year(*shuffled).outcome == year(*periods).outcome


@given(st.integers(2, 5), st.integers(1, 6), EVERY_RULE)
def test_equal_periods_make_the_same_year(mark, count, known):
    assert year(*[mark] * count, known=known).outcome == mark
