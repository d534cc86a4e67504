"""An event in words."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.notices.world import put, quiet
from zhurnal.journal.actions.lesson_changes import add_lesson, move_lesson
from zhurnal.notices.kinds import Kind
from zhurnal.notices.models import Event
from zhurnal.notices.sentences import headline, what, where
from zhurnal.notices.worker import work
from zhurnal.timetable.actions.substitutions import end_substitution, substitute_lesson

pytestmark = pytest.mark.django_db


def event_of(cast, kind, before, after, **fields):
    now = cast.school.now()
    given = {
        "key": "mark:1:1",
        "person": cast.child,
        "line_id": 1,
        "visible_at": now,
        "due_at": now,
        **fields,
    }
    return Event(kind=kind, before=before, after=after, **given)


def last():
    work()
    event = Event.objects.order_by("-pk")[0]
    return where(event), what(event)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", "5", "отметка 5"),
        ("5", "", "отметка 5 снята"),
        ("3", "4", "отметка исправлена: 3 → 4"),
    ],
)
def test_a_mark_put_taken_back_and_corrected(cast, before, after, sentence):
    assert what(event_of(cast, "mark", before, after)) == sentence


def test_a_mark_for_a_period_and_for_the_year(cast):
    of_period = event_of(cast, "period_mark", "", "4", course=cast.algebra_7a, period=cast.quarter)
    assert (where(of_period), what(of_period)) == ("Алгебра, 3-я четверть", "отметка 4")
    key = f"year_mark:{cast.algebra_7a.pk}:{cast.child.pk}:exam"
    of_year = event_of(cast, "period_mark", "", "5", course=cast.algebra_7a, key=key)
    assert (where(of_year), what(of_year)) == ("Алгебра", "экзамен: отметка 5")


def test_changes_of_lessons_as_they_are_made(school, clock):
    lesson = school.lesson(school.algebra_7a, "2026-03-16")
    substitute_lesson(
        actor=school.deputy,
        lesson=lesson,
        teacher=school.classteacher.person,
        reason="Болезнь",
        confirmed=True,
    )
    assert last() == ("Алгебра, 16 марта", "урок ведёт другой учитель")
    quiet(clock)
    end_substitution(actor=school.deputy, lesson=lesson)
    assert last() == ("Алгебра, 16 марта", "замены учителя не будет")
    move_lesson(
        actor=school.deputy,
        lesson=lesson,
        date=dt.date(2026, 3, 17),
        number=6,
        reason="Экскурсия",
        confirmed=True,
    )
    assert last() == ("Алгебра, 17 марта", "урок перенесён на 17 марта, номер 6")
    add_lesson(
        actor=school.deputy, course=school.algebra_7a, date=dt.date(2026, 3, 19), number=6, room="1",
        reason="Консультация", confirmed=True,
    )  # fmt: skip
    assert last() == ("Алгебра, 19 марта", "добавлен урок")


@pytest.mark.parametrize("kind", Kind)
def test_a_headline_says_nothing_about_the_thing(cast, kind):
    said = headline(kind)
    assert said
    assert not any(letter.isdigit() for letter in said)
    assert cast.child.given_name not in said


def test_a_mark_is_told_with_the_day_of_its_lesson(school):
    put(school, "5", day="2026-02-20")
    assert last() == ("Алгебра, 20 февраля", "отметка 5")
