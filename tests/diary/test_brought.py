"""Marks brought along from another school are seen, and those of the course left are seen once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.diary.reading import frame_for, marks_path, move, read, rows_of, source
from zhurnal.diary.queries.dated_marks import dated_marks
from zhurnal.diary.queries.marks import simple_marks
from zhurnal.journal.actions.carry import carry_marks
from zhurnal.journal.actions.external_marks import bring_marks
from zhurnal.journal.actions.external_rules import BroughtMark


def bring(cast, value="4", day="2026-01-20", **more):
    given: dict[str, Any] = {"source": "Школа № 5", "title": "Контрольная о дробях", "weight": 200} | more
    bring_marks(
        actor=cast.teacher, course=cast.algebra_7a, pupil=cast.arrived,
        marks=[BroughtMark(dt.date.fromisoformat(day), value, **given)],
    )  # fmt: skip


def signs(cast, pupil, period=2):
    [table] = simple_marks(frame_for(cast.deputy, pupil))
    return next(row.cells[period].signs for row in table.rows if row.subject == "Алгебра")


def test_a_mark_from_another_school_stands_among_the_marks_by_its_day(cast):
    bring(cast)
    cast.put(cast.algebra_7a, "2026-03-02", cast.arrived, "5")
    brought, own = signs(cast, cast.arrived)
    assert (brought.text, brought.kind, brought.weight) == ("4", "brought", "×2")
    assert brought.about == "Школа № 5, Контрольная о дробях, ×2, 20 января"
    assert own.text == "5"


def test_by_dates_it_stands_before_the_lessons_and_is_told(cast, client):
    bring(cast)
    client.force_login(cast.deputy)
    page = source(client, marks_path(cast.arrived, "extended"))
    [algebra] = [row for row in rows_of(page) if row[0] == "Алгебра"]
    assert algebra[1] == "4 ×2" or algebra[1] == "4×2"
    assert "20 января 4 Контрольная о дробях ×2, Школа № 5" in read(
        client, marks_path(cast.arrived, "extended")
    )


def test_who_brought_nothing_has_no_such_column(cast, client):
    client.force_login(cast.parent)
    assert "Принесено" not in read(client, marks_path(cast.child, "extended"))


@pytest.mark.parametrize("view", ["simple", "extended"])
def test_marks_that_were_carried_into_another_course_are_seen_once(cast, client, view):
    cast.put(cast.algebra_7a, "2026-02-02", cast.child, "3")
    move(cast.child, "2026-02-16", cast.class_7b, [cast.algebra_7b])
    carry_marks(
        actor=cast.deputy, pupil=cast.child, from_course=cast.algebra_7a, to_course=cast.algebra_7b,
        period=cast.quarter,
    )  # fmt: skip
    assert [sign.text for sign in signs(cast, cast.child)] == ["3"]
    dated = dated_marks(frame_for(cast.parent, cast.child), None)
    assert dated is not None
    assert not dated.has_brought
    client.force_login(cast.parent)
    assert "Принесено" not in read(client, marks_path(cast.child, view))
