from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.average import (
    NOTHING,
    Sums,
    average,
    average_in_hundredths,
    contribution,
    display,
    hundredths,
    total,
)

CELLS = st.lists(
    st.tuples(st.lists(st.integers(2, 5), max_size=2).map(tuple), st.sampled_from([0, 50, 100, 150, 200])),
    max_size=30,
)


Cell = tuple[tuple[int, ...], int]


def sums_of(cells: list[Cell]) -> Sums:
    return total(contribution(marks, weight) for marks, weight in cells)


def test_an_average_weighs_each_mark_by_its_work():
    # (5·1 + 4·1 + 3·2) / (1 + 1 + 2) = 15/4
    sums = sums_of([((5,), 100), ((4,), 100), ((3,), 200)])
    assert sums == Sums(weight=400, weighted=1500, count=3)
    assert average(sums) == Fraction(15, 4)
    assert display(average(sums)) == "3,75"


def test_a_double_mark_is_two_marks_of_full_weight():
    # (5·2 + 4·2 + 3·1) / 5 = 21/5
    sums = sums_of([((5, 4), 200), ((3,), 100)])
    assert sums.count == 3
    assert average(sums) == Fraction(21, 5)


def test_a_work_of_weight_zero_does_not_count_at_all():
    assert contribution((5, 5), 0) == NOTHING


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        contribution((5,), -100)


def test_without_marks_there_is_no_average_and_nothing_to_show():
    assert average(NOTHING) is None
    assert display(average(NOTHING)) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(13, 3), "4,33"),
        (Fraction(14, 3), "4,67"),
        (Fraction(5), "5,00"),
        (Fraction(33, 8), "4,13"),  # 4.125: half goes up; a float prints 4.12
        (Fraction(4015, 1000), "4,02"),  # 4.015: the nearest float lies below and prints 4.01
        (Fraction(4499, 1000), "4,50"),  # the eye sees 4,50, the rule decides by 4.499
        (Fraction(0), "0,00"),
        (Fraction(19999, 2000), "10,00"),
    ],
)
def test_two_decimals_are_shown_rounded_half_up_from_the_exact_fraction(value, shown):
    assert display(value) == shown


@given(CELLS, st.randoms())
def test_the_order_of_marks_is_of_no_weight(cells, shuffler):
    shuffled = cells.copy()
    shuffler.shuffle(shuffled)
    assert sums_of(shuffled) == sums_of(cells)


@given(CELLS)
def test_an_average_stays_within_the_marks_it_is_made_of(cells):
    exact = average(sums_of(cells))
    counted = [mark for marks, weight in cells for mark in marks if weight]
    if counted:
        assert min(counted) <= exact <= max(counted)
    else:
        assert exact is None


@given(CELLS, st.integers(2, 4), st.sampled_from([50, 100, 200]))
def test_a_better_mark_raises_the_average(cells, mark, weight):
    lower = average(sums_of([*cells, ((mark,), weight)]))
    higher = average(sums_of([*cells, ((mark + 1,), weight)]))
    assert higher is not None
    assert lower is not None
    assert higher > lower


@given(CELLS, CELLS)
def test_what_was_added_can_be_taken_away_again(cells, more):
    assert sums_of(cells) + sums_of(more) - sums_of(more) == sums_of(cells)


@given(st.fractions(0, 100))
def test_rounding_is_off_by_half_a_hundredth_at_most_and_never_falls(value):
    error = Fraction(hundredths(value), 100) - value
    assert Fraction(-1, 200) < error <= Fraction(1, 200)
    assert hundredths(Fraction(hundredths(value), 100)) == hundredths(value)


@given(st.integers(1, 10**6), st.integers(0, 10**7), st.integers(1, 500))
def test_the_average_in_hundredths_is_the_rounded_exact_average(weight, weighted, count):
    sums = Sums(weight, weighted, count)
    exact = average(sums)
    assert exact is not None
    assert average_in_hundredths(sums) == hundredths(exact)


def test_nothing_has_no_average_in_hundredths():
    assert average_in_hundredths(NOTHING) is None
