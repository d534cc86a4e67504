"""What the deputy head changed about lessons is what the family sees, at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from zhurnal.journal.actions.lesson_changes import cancel_lessons, move_lesson, restore_lessons
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page

pytestmark = pytest.mark.django_db
MONDAY, TODAY, FRIDAY = "2026-03-02", "2026-03-04", "2026-03-06"


def marks(client, cast, view):
    return client.get(
        reverse("diary-marks", kwargs={"pupil": cast.child.pk}), {"view": view}
    ).content.decode()


def week(client, cast, number="2026-W10"):
    return client.get(reverse("diary-week", kwargs={"pupil": cast.child.pk, "week": number})).content.decode()


@pytest.mark.parametrize("view", ["simple", "extended"])
def test_marks_of_a_cancelled_lesson_are_not_among_the_marks(cast, client, view):
    """The only mark goes with its average, and comes back with it."""
    cast.put(cast.algebra_7a, MONDAY, cast.child, "5")
    client.force_login(cast.parent)
    assert "5,00" in marks(client, cast, view)
    lesson = cast.lesson(cast.algebra_7a, MONDAY)
    what = {"actor": cast.deputy, "school": cast.school, "lessons": [lesson.pk]}
    cancel_lessons(**what, reason="Карантин", confirmed=True)
    assert "5,00" not in marks(client, cast, view)
    restore_lessons(**what)
    assert "5,00" in marks(client, cast, view)


def test_an_absence_from_a_cancelled_lesson_is_none(cast, client):
    cast.put(cast.algebra_7a, MONDAY, cast.child, "нп")
    client.force_login(cast.parent)
    assert ">нп<" in marks(client, cast, "simple").replace("\n", "").replace(" ", "")
    lesson = cast.lesson(cast.algebra_7a, MONDAY)
    cancel_lessons(
        actor=cast.deputy, school=cast.school, lessons=[lesson.pk], reason="Карантин", confirmed=True
    )
    assert "нп" not in marks(client, cast, "simple")


def test_homework_is_due_where_the_lesson_is_really_held(cast, client):
    """Set today for Friday; Friday is cancelled, and the next lesson is on Wednesday of the week after."""
    save_lesson_page(
        actor=cast.teacher, lesson=cast.lesson(cast.algebra_7a, TODAY), homework=HomeworkText("№ 417", 0)
    )
    client.force_login(cast.parent)
    assert "№ 417" in week(client, cast)
    cancel_lessons(
        actor=cast.deputy, school=cast.school, lessons=[cast.lesson(cast.algebra_7a, FRIDAY).pk],
        reason="Экскурсия",
    )  # fmt: skip
    assert "№ 417" not in week(client, cast)
    assert "Урок отменён: Экскурсия" in week(client, cast)
    assert "№ 417" in week(client, cast, "2026-W11")


def test_a_moved_lesson_stands_on_its_new_day(cast, client):
    move_lesson(
        actor=cast.deputy, lesson=cast.lesson(cast.algebra_7a, FRIDAY), date=dt.date(2026, 3, 12), number=6,
        reason="Экскурсия",
    )  # fmt: skip
    client.force_login(cast.parent)
    assert week(client, cast).count("Алгебра") == 2
    assert week(client, cast, "2026-W11").count("Алгебра") == 3
