from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.homework_norms import Free, Load, Task, came_late, free_between, load, norm

FRIDAY, SATURDAY = dt.date(2026, 3, 6), dt.date(2026, 3, 7)
HOLIDAYS = (dt.date(2026, 3, 28), dt.date(2026, 4, 5))
ALGEBRA, ENGLISH = 1, 2


def five_days(day):
    if HOLIDAYS[0] <= day <= HOLIDAYS[1]:
        return Free.HOLIDAYS
    return Free.WEEKEND if day.isoweekday() > 5 else None


@pytest.mark.parametrize(
    ("grades", "minutes"), [((1,), 60), ((2, 3), 90), ((4, 5), 120), ((6, 7, 8), 150), ((9, 10, 11), 210)]
)
def test_the_norm_of_every_grade(grades, minutes):
    assert {norm(grade) for grade in grades} == {minutes}


@pytest.mark.parametrize("grade", [0, 12])
def test_a_grade_that_no_school_has_has_no_norm(grade):
    with pytest.raises(ValueError, match="no grade"):
        norm(grade)


def test_minutes_of_all_subjects_are_added_up():
    assert load([Task(ALGEBRA, 1, 30), Task(ENGLISH, 2, 20), Task(ENGLISH, 2, 15)]) == Load(65, 0)
    assert load([]) == Load(0, 0)


def test_of_the_groups_of_a_subject_the_longest_counts():
    """A pupil is in one group: 40 minutes of English, not 60."""
    assert load([Task(ENGLISH, 2, 20), Task(ENGLISH, 3, 40), Task(ALGEBRA, 1, 30)]) == Load(70, 0)


def test_what_says_nothing_about_its_time_is_counted_apart():
    assert load([Task(ALGEBRA, 1, None), Task(ENGLISH, 2, None), Task(ENGLISH, 3, None)]) == Load(0, 2)


def test_nothing_is_set_over_a_weekend_up_to_the_sixth_grade():
    monday = dt.date(2026, 3, 9)
    assert free_between(6, FRIDAY, monday, five_days) is Free.WEEKEND
    assert free_between(7, FRIDAY, monday, five_days) is None


def test_a_school_day_between_is_time_enough():
    assert free_between(3, dt.date(2026, 3, 5), dt.date(2026, 3, 9), five_days) is None


def test_the_next_day_is_no_weekend():
    assert free_between(1, dt.date(2026, 3, 4), dt.date(2026, 3, 5), five_days) is None


def test_nothing_is_set_over_holidays_in_any_grade():
    assert free_between(11, dt.date(2026, 3, 27), dt.date(2026, 4, 6), five_days) is Free.HOLIDAYS
    assert free_between(11, dt.date(2026, 3, 26), dt.date(2026, 4, 6), five_days) is None


tasks = st.builds(Task, st.integers(1, 4), st.integers(1, 6), st.none() | st.integers(1, 240))


@given(st.lists(tasks), tasks)
def test_a_further_task_never_makes_the_day_shorter(found, more):
    before, after = load(found), load([*found, more])
    assert after.minutes >= before.minutes
    assert after.untimed >= before.untimed
    assert load([*found, more]) == load([more, *found])


@pytest.mark.parametrize(
    ("shift", "moment", "late"),
    [
        (1, "2026-03-02T15:59", False),
        (1, "2026-03-02T16:00", True),
        (2, "2026-03-02T19:59", False),
        (2, "2026-03-02T20:00", True),
        (1, "2026-03-01T23:00", False),  # written down before its lesson
        (2, "2026-03-03T00:01", True),
        (3, "2026-03-02T16:00", True),
    ],
)
def test_homework_is_late_from_the_evening_of_its_lesson_on(shift, moment, late):
    assert came_late(dt.date(2026, 3, 2), shift, dt.datetime.fromisoformat(moment)) is late
