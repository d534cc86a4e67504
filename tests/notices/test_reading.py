"""What a line of the ledger tells families."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from zhurnal.audit.hashing import canonical
from zhurnal.audit.models import Line
from zhurnal.notices.reading import absence_in, mark_in, read

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def told(action: str, subject: str, **said: Any) -> list[tuple[str, str, str, str]]:
    line = Line(pk=7, action=action, subject=subject, payload=canonical(said), at=NOW)
    return [(one.key, one.before, one.after, one.aspect) for one in read(line)]


@pytest.mark.parametrize(
    ("text", "mark", "absence"),
    [
        ("", "", ""), ("5", "5", ""), ("5/4", "5/4", ""), ("2→4", "2→4", ""), ("•", "•", ""), ("• н", "•", "1"),
        ("н", "", "1"), ("н/4", "4", "1"), ("б/5/4", "5/4", ""), ("б", "", ""), ("нп", "", ""), ("осв", "", ""),
        ("5 оп15", "5", ""), ("оп5", "", ""), ("зч", "зч", ""),
    ],
)  # fmt: skip
def test_a_cell_is_taken_apart(text, mark, absence):
    assert (mark_in(text), absence_in(text)) == (mark, absence)


def test_a_mark_and_an_absence_that_change_together_are_two():
    assert told("cell.set", "cell:5:9", before="5", after="н") == [
        ("mark:5:9", "5", "", ""),
        ("absence:5:9", "", "1", ""),
    ]


def test_what_only_the_comment_changed_tells_nothing():
    assert told("cell.set", "cell:5:9", before="5", after="5", **{"with": {"comment": "молодец"}}) == []


def test_a_mark_for_a_period():
    side = {"value": "4", "proposed": "4"}
    assert told("period_mark.set", "period_mark:3:5:2", before=None, after=side) == [
        ("period_mark:3:5:2", "", "4", "")
    ]
    assert told("period_mark.set", "period_mark:3:5:2", before=side, after=side | {"reason": "x"}) == []


def test_a_mark_for_the_year():
    assert told("year_mark.set", "year_mark:3:5:exam", before={"value": ""}, after={"value": "5"}) == [
        ("year_mark:3:5:exam", "", "5", "")
    ]


def test_homework_that_changed_is_told_by_its_text_and_day():
    first = {"text": "§ 5", "due_lesson": 4, "due_date": None, "minutes": 20}
    ((_, _, told_first, _),) = told("homework.set", "lesson:3", before=None, after=first)
    ((_, before, after, _),) = told("homework.set", "lesson:3", before=first, after=first | {"due_lesson": 5})
    assert before == told_first != after
    assert told("homework.set", "lesson:3", before=None, after=first | {"text": ""}) == []


@pytest.mark.parametrize(
    ("action", "said", "key", "before", "after"),
    [
        ("lesson.cancelled", {}, "lesson:3:held", "1", ""),
        ("lesson.restored", {}, "lesson:3:held", "", "1"),
        ("lesson.added", {}, "lesson:3:held", "", "added"),
        ("lesson.substituted", {"before": None, "teacher": 8}, "lesson:3:teacher", "", "8"),
        ("lesson.substitution_ended", {"before": 8}, "lesson:3:teacher", "8", ""),
        (
            "lesson.moved",
            {"from_date": "2026-03-05", "from_number": 2, "date": "2026-03-06", "number": 4},
            "lesson:3:place", "2026-03-05 2", "2026-03-06 4",
        ),
    ],
)  # fmt: skip
def test_changes_of_a_lesson(action, said, key, before, after):
    assert told(action, "lesson:3", **said) == [(key, before, after, key.rpartition(":")[2])]


def test_an_entry_written_and_withdrawn():
    assert told("entry.write", "entry:4", pupils=[1]) == [("entry:4", "", "1", "")]
    assert told("entry.withdraw", "entry:4", pupils=[1]) == [("entry:4", "1", "", "")]


def test_every_sign_in_from_a_new_device_is_one_of_its_own():
    assert told("sign_in.new_device", "user:4", browser="Firefox, Linux") == [
        ("security:4:7", "", "device Firefox, Linux", "")
    ]


def test_every_change_of_a_password_is_one_of_its_own():
    assert told("password.changed", "user:4", sessions_ended=1) == [("security:4:7", "", "password", "")]


@pytest.mark.parametrize(
    "action", ["topic.set", "attendance.taken", "policy.set", "account.created", "nonsense"]
)
def test_most_lines_tell_families_nothing(action):
    assert told(action, "lesson:3", before="", after="x") == []
