"""Homework is changed until it is due; afterwards it is only added to (security.md B7, note 6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from zhurnal.calc.grading.rules import Windows
from zhurnal.journal.actions import lesson_facts
from zhurnal.journal.actions.lessons import HomeworkText, TextRefused, TextSaved, save_lesson_page
from zhurnal.journal.models import Homework
from zhurnal.journal.queries.rules import rules_of

pytestmark = pytest.mark.django_db
SET, DUE, LATER = "2026-02-25", dt.date(2026, 3, 2), dt.date(2026, 3, 4)


@pytest.fixture
def lesson(cast):
    return cast.lesson(cast.algebra_7a, SET)


@pytest.fixture
def homework(cast, lesson):
    save(cast, lesson, "№ 5", 0, day=dt.date(2026, 2, 25), minutes=20)
    return Homework.objects.get()


def save(cast, lesson, text, seen, day=LATER, **more):
    typed = HomeworkText(text, seen, **{"due_date": DUE, **more})
    return save_lesson_page(actor=cast.teacher, lesson=lesson, homework=typed, day=day).homework


@pytest.mark.usefixtures("homework")
def test_until_the_day_it_is_due_is_over_all_of_it_may_be_changed(cast, lesson):
    assert save(cast, lesson, "№ 6", 1, day=DUE) == TextSaved("№ 6", 2)
    assert save(cast, lesson, "", 2, day=DUE, nothing_set=True) == TextSaved("", 3)


@pytest.mark.usefixtures("homework")
def test_afterwards_it_is_only_added_to(cast, lesson):
    assert save(cast, lesson, "№ 5\nи № 7", 1, minutes=20) == TextSaved("№ 5\nи № 7", 2)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("№ 6", {"minutes": 20}),
        ("", {"nothing_set": True}),
        ("№ 5", {"minutes": 40}),
        ("№ 5 и № 6", {"minutes": 40}),
        ("№ 5 и № 6", {"minutes": 20, "due_date": dt.date(2026, 3, 6)}),
    ],
    ids=["other text", "taken back", "other time", "added, other time", "added, other day"],
)
def test_afterwards_nothing_is_taken_back_or_changed(cast, lesson, homework, text, more):
    refused = save(cast, lesson, text, 1, **more)
    assert isinstance(refused, TextRefused)
    assert (refused.code, refused.typed) == ("due_passed", text)
    assert "2 марта" in refused.sentence
    homework.refresh_from_db()
    assert (homework.text, homework.minutes, homework.version) == ("№ 5", 20, 1)


def test_homework_never_set_may_still_be_set(cast, lesson):
    assert save(cast, lesson, "№ 5", 0) == TextSaved("№ 5", 1)


@pytest.mark.usefixtures("homework")
def test_the_schools_window_ends_changes_before_it_is_due(cast, lesson, monkeypatch):
    def two_days(policy, course):
        return replace(rules_of(policy, course), windows=Windows(homework=2))

    monkeypatch.setattr(lesson_facts, "rules_of", two_days)
    assert save(cast, lesson, "№ 6", 1, day=dt.date(2026, 2, 27), minutes=20) == TextSaved("№ 6", 2)
    refused = save(cast, lesson, "№ 7", 2, day=dt.date(2026, 2, 28), minutes=20)
    assert refused.code == "homework_window"
    assert save(cast, lesson, "№ 6, 7", 2, day=dt.date(2026, 2, 28), minutes=20) == TextSaved("№ 6, 7", 3)
