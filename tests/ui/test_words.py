from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from zhurnal.ui import words

DAY = dt.date(2026, 3, 4)
MOMENT = dt.datetime(2026, 3, 4, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))
# Half past one at night in Moscow, as a database gives it.
LATE = dt.datetime(2026, 3, 3, 22, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("filter_name", "value", "russian", "english"),
    [
        ("day", DAY, "4 марта", "4 March"),
        ("day", MOMENT, "4 марта", "4 March"),
        ("day_year", DAY, "4 марта 2026", "4 March 2026"),
        ("weekday", DAY, "среда", "Wednesday"),
        ("weekday_short", DAY, "Ср", "Wed"),
        ("ddmm", DAY, "04.03", "04.03"),
        ("month", DAY, "март", "March"),
        ("clock", dt.time(8, 30), "08:30", "08:30"),
        ("clock", MOMENT, "09:05", "09:05"),
        ("stamp", MOMENT, "4 марта, 09:05", "4 March, 09:05"),
        ("day", LATE, "4 марта", "4 March"),
        ("day_year", LATE, "4 марта 2026", "4 March 2026"),
        ("stamp", LATE, "4 марта, 01:30", "4 March, 01:30"),
        ("clock", LATE, "01:30", "01:30"),
        ("file_size", 1, "1 КБ", "1 KB"),
        ("file_size", 320_000, "312 КБ", "312 KB"),
        ("file_size", 4_718_592, "4,5 МБ", "4,5 MB"),
    ],
)
def test_dates_and_sizes_are_said_as_people_say_them(filter_name, value, russian, english):
    say = getattr(words, filter_name)
    with translation.override("ru"):
        assert say(value) == russian
    with translation.override("en"):
        assert say(value) == english


def test_the_week_begins_on_monday_and_may_is_no_exception():
    with translation.override("ru"):
        monday = dt.date(2026, 5, 18)
        assert (words.weekday(monday), words.month(monday), words.day(monday)) == (
            "понедельник", "май", "18 мая",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("3-я четверть", ("3-я", " четверть")),
        ("1-е полугодие", ("1-е", " полугодие")),
        ("Год", ("Год", "")),
        ("2025/26", ("2025/26", "")),
        ("10-11 классы", ("10-11", " классы")),
        ("3-я", ("3-я", "")),
    ],
)
def test_a_numbered_name_comes_apart_behind_its_number_and_nothing_of_it_is_lost(name, parts):
    assert words.numbered(name) == parts
    assert "".join(parts) == name
