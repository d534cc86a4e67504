"""The engine of SQLite says what Django's own says, only sooner."""

import datetime as dt
import sqlite3

import pytest
from django.db.backends.sqlite3 import base

from config.sqlite.base import Cursor


@pytest.mark.parametrize(
    "query",
    ["SELECT %s", "SELECT %s, '%%s', '100 %%' WHERE a = %s AND b LIKE '%%x%%'", "SELECT '%%%s'", "SELECT 1"],
)
def test_a_statement_is_spelt_as_django_spells_it(query: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        own = connection.cursor(factory=Cursor)
        djangos = connection.cursor(factory=base.SQLiteCursorWrapper)
        for _ in range(2):  # the second time from memory
            assert own.convert_query(query) == djangos.convert_query(query)


def test_a_statement_with_names_keeps_them() -> None:
    with sqlite3.connect(":memory:") as connection:
        cursor = connection.cursor(factory=Cursor)
        assert cursor.execute("SELECT %(b)s || %(a)s || %(b)s", {"a": "1", "b": "2"}).fetchall() == [("212",)]


def test_dates_and_times_come_back_as_they_went_in() -> None:
    when = dt.date(2026, 3, 4), dt.time(8, 30), dt.time(23, 59, 59, 999_999)
    with sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES) as connection:
        connection.execute('CREATE TABLE t (d "date", a "time", b "time")')
        connection.execute("INSERT INTO t VALUES (?, ?, ?)", [str(one) for one in when])
        assert connection.execute("SELECT * FROM t").fetchall() == [when]
