"""The hours of a day: quiet ones, and the one of the digest."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.notices.pace import Hours, next_digest, when_loud

MOSCOW = ZoneInfo("Europe/Moscow")
USUAL = Hours(dt.time(17, 30), dt.time(21), dt.time(7))
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(
    min_value=dt.datetime(2020, 1, 1), max_value=dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC)  # noqa: DTZ001 -- hypothesis wants them bare
)  # fmt: skip
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin")]
)


def moscow(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (6, 59, True), (7, 0, False)],
)
def test_quiet_hours_go_over_midnight_and_their_end_is_loud(hour, minute, quiet):
    assert USUAL.is_quiet(dt.time(hour, minute)) is quiet


def test_quiet_hours_of_a_day_are_those_between():
    hours = USUAL._replace(quiet_from=dt.time(13), quiet_to=dt.time(15))
    assert [hours.is_quiet(dt.time(hour)) for hour in (12, 13, 14, 15)] == [False, True, True, False]


def test_equal_ends_mean_that_it_is_never_quiet():
    hours = USUAL._replace(quiet_from=dt.time(7))
    assert not any(hours.is_quiet(dt.time(hour)) for hour in range(24))


def test_what_comes_at_night_waits_for_the_same_morning_or_the_next():
    assert when_loud(moscow(25, 22), USUAL, MOSCOW) == moscow(26, 7)
    assert when_loud(moscow(26, 3), USUAL, MOSCOW) == moscow(26, 7)
    assert when_loud(moscow(26, 12), USUAL, MOSCOW) == moscow(26, 12)


def test_the_digest_is_of_today_until_its_hour_and_of_tomorrow_after_it():
    assert next_digest(moscow(25, 17, 30), USUAL, MOSCOW) == moscow(25, 17, 30)
    assert next_digest(moscow(25, 17, 31), USUAL, MOSCOW) == moscow(26, 17, 30)


@given(MOMENTS, TIMES, TIMES, ZONES)
def test_nothing_is_heard_in_quiet_hours_and_nothing_earlier_than_it_happened(moment, start, end, zone):
    hours = Hours(dt.time(12), start, end)
    found = when_loud(moment, hours, zone)
    assert moment <= found < moment + dt.timedelta(hours=26)
    assert not hours.is_quiet(found.astimezone(zone).time())


@given(MOMENTS, TIMES, ZONES)
def test_the_digest_is_within_a_day(moment, at, zone):
    found = next_digest(moment, Hours(at, dt.time(0), dt.time(0)), zone)
    assert moment <= found < moment + dt.timedelta(hours=26)
