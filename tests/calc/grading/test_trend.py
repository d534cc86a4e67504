from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.trend import Direction, MonthAverage, Trend, direction_of, trend_of

DAY = dt.date(2025, 12, 1)


def marks(*values):
    return [(DAY, 100, 100 * value) for value in values]


def test_months_stand_in_the_order_of_the_year_with_their_weighted_averages():
    told = trend_of(
        [
            (DAY, 100, 500),
            (dt.date(2025, 12, 9), 200, 600),
            (dt.date(2026, 1, 14), 100, 400),
        ]
    )
    # (5 + 2·3) / 3 = 3,666…
    assert told == Trend((MonthAverage(12, 367), MonthAverage(1, 400)), None)


def test_a_month_in_which_nothing_counts_is_none():
    assert trend_of([(dt.date(2026, 1, 14), 0, 0)]) == Trend((), None)


def test_the_last_five_are_held_against_all_before():
    assert direction_of(marks(3, 3, 3, 4, 4, 4, 4, 4)) is Direction.RISING
    assert direction_of(marks(5, 5, 5, 4, 4, 4, 4, 4)) is Direction.FALLING
    # 4,00 against 4,00; then 4,20 against 4,00: exactly noticeable
    assert direction_of(marks(4, 4, 4, 5, 4, 4, 4, 3)) is Direction.LEVEL
    assert direction_of(marks(4, 4, 4, 5, 4, 4, 4, 4)) is Direction.RISING


def test_with_few_marks_nothing_is_said():
    assert direction_of(marks(2, 2, 5, 5, 5, 5, 5)) is None
    assert direction_of([]) is None


@given(st.lists(st.integers(2, 5), min_size=8, max_size=40))
def test_a_pupil_with_one_mark_only_stays_level(values):
    assert direction_of(marks(*(values[:1] * len(values)))) is Direction.LEVEL
