"""Calendars as text: an independent parser reads back what was written, whatever it is."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from zhurnal.calc.ical import LONGEST_LINE, Event, calendar_text, escaped, folded

STAMP = dt.datetime(2026, 3, 4, 6, 0, tzinfo=dt.UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)


def event(**other: Any) -> Event:
    lesson = dt.datetime(2026, 3, 4, 8, 30, tzinfo=MOSCOW)
    said: dict[str, Any] = {
        "uid": "lesson-1-2@zhurnal",
        "starts": lesson,
        "ends": lesson + dt.timedelta(minutes=45),
    }
    return Event(**(said | {"summary": "Алгебра", "stamp": STAMP} | other))


def read(text: str) -> list[Any]:
    return [one for one in Calendar.from_ical(text).walk() if one.name == "VEVENT"]


@given(summary=TEXTS.filter(str.strip), location=TEXTS, description=TEXTS, sequence=st.integers(0, 10**6))
def test_a_parser_reads_back_what_was_written(summary, location, description, sequence):
    made = event(summary=summary, location=location, description=description, sequence=sequence)
    (found,) = read(calendar_text("Уроки", [made]))
    assert str(found["SUMMARY"]) == summary
    assert str(found.get("LOCATION", "")) == location
    assert str(found.get("DESCRIPTION", "")) == description
    assert int(found["SEQUENCE"]) == sequence
    assert found["DTSTART"].dt == made.starts


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_no_line_is_longer_than_allowed_and_no_letter_is_cut(text):
    text = escaped(text)
    lines = folded(text).split("\r\n ")
    assert all(len(line.encode()) <= LONGEST_LINE - bool(number) for number, line in enumerate(lines))
    assert "".join(lines) == text


@given(st.text(max_size=200))
def test_nothing_in_a_text_ends_its_line(text):
    assert not set(escaped(text)) & {"\r", "\n", "\0"}


@pytest.mark.parametrize(
    ("raw", "written"),
    [("а;б,в\\г\nд", "а\\;б\\,в\\\\г\\nд"), ("1\r\n2\r3", "1\\n2\\n3"), ("a\0b\x07", "ab"), ("", "")],
)
def test_what_has_a_meaning_is_escaped(raw, written):
    assert escaped(raw) == written


def test_a_text_cannot_add_an_event():
    trick = "Алгебра\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:чужое"
    (found,) = read(calendar_text("Уроки", [event(summary=trick)]))
    assert str(found["SUMMARY"]).startswith("Алгебра\nEND:VEVENT")


def test_a_day_has_no_time_and_a_moment_is_in_utc():
    day = dt.date(2026, 3, 4)
    text = calendar_text("Уроки", [event(), event(starts=day, ends=day + dt.timedelta(1), busy=False)])
    assert "DTSTART:20260304T053000Z\r\n" in text
    assert "DTSTART;VALUE=DATE:20260304\r\nDTEND;VALUE=DATE:20260305\r\n" in text
    assert text.count("TRANSP:TRANSPARENT") == 1


def test_a_cancelled_event_says_so_and_is_not_busy():
    text = calendar_text("Уроки", [event(cancelled=True, sequence=3)])
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:3" in text
    assert "TRANSP:TRANSPARENT" in text


def test_a_moment_without_a_zone_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zone"):
        calendar_text("", [event(stamp=dt.datetime(2026, 3, 4))])  # noqa: DTZ001 -- the mistake


def test_an_empty_calendar_is_a_calendar():
    assert read(calendar_text("", [])) == []
    assert calendar_text("", []).startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
