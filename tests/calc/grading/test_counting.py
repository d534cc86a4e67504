"""What counts in an average: double marks, re-sits, points, work handed in later, weight 0."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calc.grading.cells import CELLS, DAY, LATER, cell, rules
from zhurnal.calc.grading.average import NOTHING, Sums, average, total
from zhurnal.calc.grading.counting import (
    Note,
    cell_sums,
    falls_due,
    has_fallen_due,
    sums,
    terms,
    uncountable_weight,
)

PLAIN = rules()
REPLACE, BOTH, MEAN = (rules(counting={"resit": rule}) for rule in ("replace", "both", "mean"))
POINT_IS_TWO = rules(counting={"dot_after_days": 14, "dot_becomes": "2"})
POINT_VANISHES = rules(counting={"dot_after_days": 14, "dot_becomes": "none"})
POINT_WAITS = rules(counting={"dot_after_days": None, "dot_becomes": "2"})
LATE_WORK = rules(absence_with_mark="allowed_if_dated")
TRUANCY = rules(counting={"absences": {"нп": "2"}})
NO_MARKS = rules(scale="pass_fail")
EVERY_RULE = st.sampled_from(
    [REPLACE, BOTH, MEAN, POINT_IS_TWO, POINT_VANISHES, LATE_WORK, TRUANCY, NO_MARKS]
)


def average_of(*cells, known=PLAIN, today=LATER):
    return average(sums(cells, known, today))


def notes(*cells, known=PLAIN, today=LATER):
    return [(term.value, term.weight, term.note) for term in terms(cells, known, today)]


def counted(cells, known) -> list[tuple[int, int, int]]:
    """Value, weight and number of marks of every summand."""
    found = terms(cells, known, LATER)
    return [(term.value, term.weight, term.marks) for term in found if term.weight and term.value is not None]


def test_a_double_mark_is_two_marks():
    # (5·2 + 4·2 + 3·1) / 5 = 21/5
    assert sums([cell(5, 4, weight=200), cell(3)], PLAIN, DAY) == Sums(500, 2100, 3)
    assert average_of(cell(5, 4, weight=200), cell(3)) == Fraction(21, 5)


def test_the_two_halves_of_a_double_work_may_weigh_differently():
    # content 5·2, spelling 3·1: 13/3
    assert average_of(cell(5, 3, weight=200, second_weight=100)) == Fraction(13, 3)
    assert notes(cell(5, 3, second_weight=0)) == [(5, 100, Note.PLAIN), (3, 0, Note.ZERO_WEIGHT)]
    assert notes(cell(5, 3, weight=0, second_weight=50)) == [(5, 0, Note.ZERO_WEIGHT), (3, 50, Note.PLAIN)]


def test_weight_nought_does_not_count_and_says_so():
    assert sums([cell(2, weight=0), cell(5)], PLAIN, DAY) == Sums(100, 500, 1)
    assert notes(cell(2, weight=0)) == [(2, 0, Note.ZERO_WEIGHT)]


def test_pass_and_fail_never_count():
    assert sums([cell(1), cell(0)], NO_MARKS, DAY) == NOTHING
    assert notes(cell(1), known=NO_MARKS) == [(1, 0, Note.NOT_AVERAGED)]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (REPLACE, Sums(300, 1300, 2)),  # 4·2 + 5·1
        (BOTH, Sums(500, 1700, 3)),  # 2·2 + 4·2 + 5·1
        (MEAN, Sums(300, 1100, 2)),  # 3·2 + 5·1
    ],
)
def test_a_resit_counts_as_the_school_decided(known, expected):
    assert sums([cell(2, resit=(4,), weight=200), cell(5)], known, DAY) == expected


def test_the_mean_of_attempts_may_lie_between_marks():
    assert average_of(cell(2, resit=(5,)), known=MEAN) == Fraction(7, 2)


def test_the_mean_of_a_mark_and_a_double_mark_takes_each_at_half_weight():
    # (2·½ + 5·½ + 4·½) / 1½ = 11/3, and it is two marks
    cell_ = cell(2, resit=(5, 4))
    assert sums([cell_], MEAN, DAY) == Sums(150, 550, 2)
    assert average_of(cell_, known=MEAN) == Fraction(11, 3)


def test_what_was_replaced_is_still_told():
    assert notes(cell(2, resit=(4,)), known=REPLACE) == [(2, 0, Note.RESAT), (4, 100, Note.RESIT)]


def test_a_worse_resit_replaces_too():
    assert average_of(cell(4, resit=(3,)), known=REPLACE) == 3


def test_half_of_an_odd_weight_is_refused_rather_than_rounded():
    assert uncountable_weight(25, MEAN.counting)
    assert not uncountable_weight(25, BOTH.counting)
    assert uncountable_weight(-50, BOTH.counting)
    with pytest.raises(ValueError, match="half of 25"):
        sums([cell(2, resit=(4,), weight=25)], MEAN, DAY)
    with pytest.raises(ValueError, match="not negative"):
        sums([cell(2, weight=-1)], PLAIN, DAY)


@pytest.mark.parametrize(
    ("known", "days", "expected"),
    [
        (POINT_IS_TWO, 14, NOTHING),  # the last day is still the pupil's
        (POINT_IS_TWO, 15, Sums(200, 400, 1)),
        (POINT_VANISHES, 15, NOTHING),
        (POINT_WAITS, 300, NOTHING),
    ],
)
def test_a_point_becomes_what_the_school_decided_after_its_last_day(known, days, expected):
    point = cell(pending=True, weight=200)
    assert sums([point], known, DAY + dt.timedelta(days=days)) == expected


def test_a_point_with_a_day_of_its_own_falls_due_then():
    point = cell(pending=True, due=DAY + dt.timedelta(days=3))
    assert falls_due(point, POINT_IS_TWO.counting) == dt.date(2025, 11, 15)
    assert not has_fallen_due(point, POINT_IS_TWO.counting, dt.date(2025, 11, 15))
    assert has_fallen_due(point, POINT_IS_TWO.counting, dt.date(2025, 11, 16))
    assert has_fallen_due(point, POINT_WAITS.counting, dt.date(2025, 11, 16))


def test_a_point_tells_whether_it_waits_counts_or_vanished():
    point = cell(pending=True)
    assert notes(point, known=POINT_IS_TWO, today=DAY) == [(None, 0, Note.PENDING)]
    assert notes(point, known=POINT_IS_TWO) == [(2, 100, Note.POINT_FELL_DUE)]
    assert notes(point, known=POINT_VANISHES) == [(None, 0, Note.POINT_VANISHED)]


def test_a_mark_beside_an_absence_counts_only_where_allowed_and_dated():
    dated, undated = cell(4, absence="н", handed_in=LATER), cell(4, absence="н")
    assert notes(dated, known=LATE_WORK) == [(4, 100, Note.LATE_WORK)]
    assert notes(undated, known=LATE_WORK) == [(4, 0, Note.UNDATED)]
    assert notes(dated, known=PLAIN) == [(4, 0, Note.UNDATED)]


def test_who_was_late_was_there():
    assert notes(cell(4, absence="оп")) == [(4, 100, Note.PLAIN)]
    assert notes(cell(absence="оп")) == []


def test_absence_counts_only_where_the_school_says_as_what():
    assert notes(cell(absence="нп"), known=TRUANCY) == [(2, 100, Note.ABSENCE_COUNTS)]
    assert notes(cell(absence="н"), known=TRUANCY) == [(None, 0, Note.ABSENT)]
    assert notes(cell(absence="нп"), known=PLAIN) == [(None, 0, Note.ABSENT)]
    assert notes(cell(absence="нп", weight=0), known=TRUANCY) == [(2, 0, Note.ZERO_WEIGHT)]


def test_marks_from_another_school_count_and_are_told_apart():
    assert notes(cell(4, external=True)) == [(4, 100, Note.EXTERNAL)]


def test_an_empty_cell_says_nothing():
    assert notes(cell()) == []
    assert cell_sums(None, PLAIN, DAY) == NOTHING


@given(CELLS, EVERY_RULE, st.randoms())
def test_the_order_of_cells_is_of_no_weight(cells, known, shuffler):
    shuffled = cells.copy()
    shuffler.shuffle(shuffled)
    assert sums(shuffled, known, LATER) == sums(cells, known, LATER)


@given(CELLS, EVERY_RULE)
def test_the_sums_are_exactly_the_terms_that_are_shown(cells, known):
    shown = counted(cells, known)
    assert sums(cells, known, LATER) == Sums(
        sum(weight for _, weight, _ in shown),
        sum(weight * value for value, weight, _ in shown),
        sum(marks for _, _, marks in shown),
    )


@given(CELLS, EVERY_RULE)
def test_the_sums_of_cells_add_up_to_those_of_all(cells, known):
    assert total(cell_sums(one, known, LATER) for one in cells) == sums(cells, known, LATER)


@given(CELLS, EVERY_RULE)
def test_an_average_stays_within_what_counts(cells, known):
    values = [value for value, _, _ in counted(cells, known)]
    exact = average(sums(cells, known, LATER))
    assert (exact is None) == (not values)
    if exact is not None:
        assert min(values) <= exact <= max(values)


@given(CELLS, EVERY_RULE)
def test_every_mark_of_every_attempt_is_either_counted_or_told_why_not(cells, known):
    for one in cells:
        found = terms([one], known, LATER)
        if one.marks:
            assert [term.value for term in found] == list(one.marks + one.resit)
        assert all(term.weight or term.note for term in found)


@given(CELLS, st.integers(0, 40))
def test_writing_down_what_a_point_became_changes_nothing(cells, days):
    today = DAY + dt.timedelta(days=days)
    written = [
        one._replace(marks=(2,), pending=False, absence="", resit=())
        if has_fallen_due(one, POINT_IS_TWO.counting, today)
        else one
        for one in cells
    ]
    assert sums(written, POINT_IS_TWO, today) == sums(cells, POINT_IS_TWO, today)


@given(CELLS, EVERY_RULE, st.integers(2, 4), st.sampled_from([50, 100, 200]))
def test_a_better_mark_never_lowers_the_average(cells, known, mark, weight):
    worse = average(sums([*cells, cell(mark, weight=weight)], known, LATER))
    better = average(sums([*cells, cell(mark + 1, weight=weight)], known, LATER))
    if worse is None or better is None:
        assert (worse, better) == (None, None)
    else:
        assert worse < better
