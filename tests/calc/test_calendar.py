from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.calendar import (
    Week,
    day_is_taught,
    days_between,
    format_week,
    iso_week,
    lesson_dates,
    parse_week,
    period_containing,
    school_weekdays,
    shift_week,
    week_dates,
    week_parity,
)

DAYS = st.dates(dt.date(2000, 1, 10), dt.date(2099, 12, 1))


@dataclass(frozen=True)
class Period:
    starts: dt.date
    ends: dt.date


# 2025/26 as the ministry recommends it: domain.md §10.5.
QUARTERS = [
    Period(dt.date(2025, 9, 1), dt.date(2025, 10, 24)),
    Period(dt.date(2025, 11, 5), dt.date(2025, 12, 30)),
    Period(dt.date(2026, 1, 12), dt.date(2026, 3, 27)),
    Period(dt.date(2026, 4, 6), dt.date(2026, 5, 26)),
]
DAYS_OFF = frozenset(map(dt.date.fromisoformat, ["2026-02-23", "2026-03-09", "2026-05-01", "2026-05-11"]))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2025-12-31", (2026, 1)),
        ("2026-01-01", (2026, 1)),
        ("2027-01-03", (2026, 53)),
        ("2026-03-02", (2026, 10)),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day, week):
    assert iso_week(dt.date.fromisoformat(day)) == week


def test_a_diary_week_has_six_days_from_monday_to_saturday():
    days = week_dates(2026, 10)
    assert [day.isoformat() for day in days] == [f"2026-03-0{number}" for number in range(2, 8)]


def test_a_week_is_read_from_an_address_and_written_back():
    assert parse_week("2026-W03") == Week(2026, 3)
    assert format_week(2026, 3) == str(Week(2026, 3)) == "2026-W03"


@pytest.mark.parametrize(
    "text",
    ["", "2026-10", "2026-W1", "2026-w10", "2026-W54", "2025-W53", "2026-W00", "0000-W01", "1999-W01",
     "9999-W52", "2026-W10\n", " 2026-W10", "٢٠٢٦-W10"],
)  # fmt: skip
def test_an_address_that_is_no_week_is_refused(text):
    with pytest.raises(ValueError, match=r"week|year"):
        parse_week(text)


@pytest.mark.parametrize(
    ("week", "by", "expected"), [((2026, 53), 1, (2027, 1)), ((2026, 1), -1, (2025, 52))]
)
def test_weeks_are_turned_over_the_new_year(week, by, expected):
    assert shift_week(Week(*week), by) == expected


def test_a_school_week_has_five_or_six_days():
    assert list(school_weekdays(5)) == [1, 2, 3, 4, 5]
    assert list(school_weekdays(6)) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(ValueError, match="5 or 6"):
        school_weekdays(7)


def test_the_year_2025_26_has_as_many_school_days_as_the_calendar_says():
    # Hand-counted in domain.md §10.5: 40 + 40 + 53 + 35 = 168 with five days a week.
    counts = [
        sum(day_is_taught(day, DAYS_OFF, 5) for day in days_between(quarter.starts, quarter.ends))
        for quarter in QUARTERS
    ]
    assert counts == [40, 40, 53, 35]


def test_saturday_is_taught_in_a_six_day_week_and_sunday_never():
    saturday, sunday = dt.date(2026, 3, 7), dt.date(2026, 3, 8)
    assert day_is_taught(saturday, (), 6)
    assert not day_is_taught(saturday, (), 5)
    assert not day_is_taught(sunday, (), 6)


def test_a_weekly_place_falls_on_every_such_day_but_days_off():
    third = QUARTERS[2]
    mondays = lesson_dates(1, third.starts, third.ends, days_off=DAYS_OFF)
    assert len(mondays) == 11 - 2
    assert mondays[0] == third.starts
    assert not DAYS_OFF.intersection(mondays)


def test_a_and_b_weeks_alternate_by_the_calendar():
    starts, ends = dt.date(2026, 3, 2), dt.date(2026, 3, 29)
    thursday_of_an_a_week = dt.date(2026, 3, 5)
    odd = lesson_dates(2, starts, ends, parity="A", anchor=thursday_of_an_a_week)
    even = lesson_dates(2, starts, ends, parity="B", anchor=thursday_of_an_a_week)
    assert [day.day for day in odd] == [3, 17]
    assert [day.day for day in even] == [10, 24]


def test_parity_goes_on_over_a_year_of_53_weeks():
    anchor = dt.date(2026, 12, 21)
    assert [week_parity(anchor + dt.timedelta(weeks=index), anchor) for index in range(4)] == list("ABAB")
    assert week_parity(anchor - dt.timedelta(weeks=1), anchor) == "B"


def test_an_end_before_the_start_has_no_lessons():
    assert lesson_dates(1, dt.date(2026, 3, 3), dt.date(2026, 3, 2)) == []
    assert lesson_dates(1, dt.date(2026, 3, 3), dt.date(2025, 3, 2)) == []


def test_a_place_on_sunday_or_without_an_a_week_is_refused():
    with pytest.raises(ValueError, match="1…6"):
        lesson_dates(7, dt.date(2026, 3, 2), dt.date(2026, 3, 8))
    with pytest.raises(ValueError, match="A week"):
        lesson_dates(1, dt.date(2026, 3, 2), dt.date(2026, 3, 8), parity="B")


@pytest.mark.parametrize(
    ("day", "number"),
    [("2025-09-01", 0), ("2025-10-24", 0), ("2025-10-25", None), ("2025-11-05", 1), ("2026-06-01", None)],
)
def test_a_day_lies_in_one_period_or_between_periods(day, number):
    found = period_containing(dt.date.fromisoformat(day), QUARTERS)
    assert found == (None if number is None else QUARTERS[number])


@given(DAYS)
def test_the_address_of_a_week_leads_back_to_its_days(day):
    week = parse_week(str(iso_week(day)))
    assert day in week_dates(*week) or day.isoweekday() == 7


@given(DAYS, st.integers(0, 400), st.integers(1, 6), st.sets(st.integers(0, 400)))
def test_lessons_are_exactly_the_taught_days_of_their_weekday(starts, length, weekday, off):
    ends = starts + dt.timedelta(days=length)
    days_off = {starts + dt.timedelta(days=index) for index in off}
    expected = [
        day
        for day in days_between(starts, ends)
        if day.isoweekday() == weekday and day_is_taught(day, days_off, 6)
    ]
    assert lesson_dates(weekday, starts, ends, days_off=days_off) == expected


@given(DAYS, st.integers(0, 200), st.integers(1, 6))
def test_a_and_b_weeks_together_are_every_week(starts, length, weekday):
    ends = starts + dt.timedelta(days=length)
    both = [
        day
        for parity in ("A", "B")
        for day in lesson_dates(weekday, starts, ends, parity=parity, anchor=starts)
    ]
    assert sorted(both) == lesson_dates(weekday, starts, ends)
