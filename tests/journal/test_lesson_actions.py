"""Topic, homework and attendance of a lesson."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection

from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.journal.actions.lessons import (
    HomeworkText,
    PageAnswer,
    TextConflict,
    TextRefused,
    TextSaved,
    save_lesson_page,
    take_attendance,
)
from zhurnal.journal.models import AttendanceTaken, Homework, LessonTopic, PeriodClosure, Work
from zhurnal.timetable.models import Lesson, LessonCancellation

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(cast):
    return cast.lesson(cast.algebra_7a, "2026-03-04")


def set_topic(cast, lesson, text, seen=0, actor=None):
    return save_lesson_page(actor=actor or cast.teacher, lesson=lesson, topic=text, topic_seen=seen).topic


def set_homework(cast, lesson, text, seen=0, *, actor=None, **more):
    typed = HomeworkText(text, seen, **more)
    return save_lesson_page(actor=actor or cast.teacher, lesson=lesson, homework=typed).homework


def test_topic_and_homework_are_saved_together_with_their_lines(cast, lesson):
    answer = save_lesson_page(
        actor=cast.teacher, lesson=lesson, topic="  Линейная \n функция ", homework=HomeworkText("№ 5, 6 ", 0)
    )
    assert answer == PageAnswer(TextSaved("Линейная функция", 1), TextSaved("№ 5, 6", 1))
    assert (LessonTopic.objects.get().text, LessonTopic.objects.get().author) == (
        "Линейная функция", cast.teacher.person,
    )  # fmt: skip
    topic, homework = Line.objects.order_by("seq")
    assert (topic.action, topic.subject, topic.details) == (
        "topic.set", f"lesson:{lesson.pk}", {"before": "", "after": "Линейная функция", "version": 1},
    )  # fmt: skip
    next_lesson = cast.lesson(cast.algebra_7a, "2026-03-06")
    assert homework.details == {
        "before": None,
        "after": {"text": "№ 5, 6", "due_lesson": next_lesson.pk, "due_date": None, "minutes": None},
        "version": 1,
    }


def test_a_text_not_sent_is_not_touched(cast, lesson):
    set_topic(cast, lesson, "Линейная функция")
    assert save_lesson_page(actor=cast.teacher, lesson=lesson) == PageAnswer(None, None)
    assert set_homework(cast, lesson, "№ 5") == TextSaved("№ 5", 1)
    assert LessonTopic.objects.get().text == "Линейная функция"


def test_a_topic_typed_on_an_old_page_is_a_conflict_with_both_texts(cast):
    lesson = cast.substituted
    set_topic(cast, lesson, "Прямая", actor=cast.colleague)
    conflict = set_topic(cast, lesson, "График")
    assert isinstance(conflict, TextConflict)
    assert (conflict.text, conflict.typed, conflict.version, conflict.by) == (
        "Прямая",
        "График",
        1,
        "Петрова И. И.",
    )
    assert conflict.at == LessonTopic.objects.get().set_at
    assert set_topic(cast, lesson, "График", seen=1) == TextSaved("График", 2)
    assert LessonTopic.objects.get().author == cast.teacher.person


def test_homework_typed_on_an_old_page_is_a_conflict_and_the_topic_is_saved(cast):
    lesson = cast.substituted
    set_homework(cast, lesson, "№ 5", actor=cast.colleague)
    answer = save_lesson_page(
        actor=cast.teacher, lesson=lesson, topic="График", homework=HomeworkText("№ 7", 0)
    )
    assert answer.topic == TextSaved("График", 1)
    assert isinstance(answer.homework, TextConflict)
    assert (answer.homework.text, answer.homework.typed) == ("№ 5", "№ 7")
    assert Homework.objects.get().text == "№ 5"


def test_saying_the_same_again_writes_nothing_whatever_the_version(cast, lesson):
    for seen in (0, 1, 5):
        assert set_topic(cast, lesson, "График", seen) == TextSaved("График", 1)
        assert set_homework(cast, lesson, "№ 5", seen) == TextSaved("№ 5", 1)
    assert Line.objects.count() == 2


def test_homework_is_for_the_next_lesson_that_is_held(cast):
    """27 February is cancelled, so what is set on the 25th is due on 2 March."""
    lesson = cast.lesson(cast.algebra_7a, "2026-02-25")
    set_homework(cast, lesson, "№ 5")
    assert Homework.objects.get().due_lesson == cast.lesson(cast.algebra_7a, "2026-03-02")


def test_the_second_lesson_of_a_day_is_no_next_lesson(cast, lesson):
    Lesson.objects.create(course=cast.algebra_7a, date=lesson.date, number=3)
    set_homework(cast, lesson, "№ 5")
    assert Homework.objects.get().due_lesson == cast.lesson(cast.algebra_7a, "2026-03-06")


def test_homework_after_the_last_lesson_of_the_year_is_for_no_day(cast, lesson):
    later = Lesson.objects.filter(course=cast.algebra_7a, date__gt=lesson.date)
    Work.objects.filter(lesson__in=later).delete()
    later.delete()
    assert set_homework(cast, lesson, "Читать летом") == TextSaved("Читать летом", 1)
    homework = Homework.objects.get()
    assert (homework.due_lesson, homework.due_date) == (None, None)


def test_homework_may_be_for_a_named_day_with_or_without_a_lesson(cast, lesson):
    set_homework(cast, lesson, "Проект", due_date=dt.date(2026, 3, 13))
    assert Homework.objects.get().due_lesson == cast.lesson(cast.algebra_7a, "2026-03-13")
    set_homework(cast, lesson, "Проект", 1, due_date=dt.date(2026, 3, 14))
    homework = Homework.objects.get()
    assert (homework.due_lesson, homework.due_date, homework.version) == (None, dt.date(2026, 3, 14), 2)


@pytest.mark.parametrize("due", ["2026-03-04", "2026-03-03", "2026-05-27"])
def test_a_day_not_after_the_lesson_or_after_the_year_is_refused(cast, lesson, due):
    refused = set_homework(cast, lesson, "Проект", due_date=dt.date.fromisoformat(due))
    assert isinstance(refused, TextRefused)
    assert (refused.code, refused.typed) == ("due_out_of_range", "Проект")
    assert "26 мая" in refused.sentence


def test_nothing_set_is_said_on_purpose(cast, lesson):
    assert set_homework(cast, lesson, "") == TextSaved("", 0)
    assert not Homework.objects.exists()
    assert set_homework(cast, lesson, "", nothing_set=True, minutes=15) == TextSaved("", 1)
    homework = Homework.objects.get()
    assert (homework.text, homework.due_lesson, homework.minutes) == ("", None, None)


def test_emptied_homework_becomes_nothing_set(cast, lesson):
    set_homework(cast, lesson, "№ 5", minutes=20)
    assert set_homework(cast, lesson, " ", 1) == TextSaved("", 2)
    homework = Homework.objects.get()
    assert (homework.text, homework.due_lesson, homework.minutes) == ("", None, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (HomeworkText("№ 5", 0, nothing_set=True), "nothing_set_with_text"),
        (HomeworkText("№ 5", 0, minutes=0), "minutes_out_of_range"),
        (HomeworkText("№ 5", 0, minutes=241), "minutes_out_of_range"),
        (HomeworkText("у" * 2001, 0), "text_too_long"),
    ],
)
def test_homework_that_makes_no_sense_is_refused_and_the_topic_is_saved(cast, lesson, typed, code):
    answer = save_lesson_page(actor=cast.teacher, lesson=lesson, topic="График", homework=typed)
    assert answer.topic == TextSaved("График", 1)
    assert isinstance(answer.homework, TextRefused)
    assert (answer.homework.code, answer.homework.typed) == (code, typed.text)
    assert not Homework.objects.exists()


def test_texts_as_long_as_the_register_allows_are_saved(cast, lesson):
    assert set_topic(cast, lesson, "у" * 500).version == 1
    assert set_topic(cast, lesson, "у" * 501, 1).code == "text_too_long"
    assert set_homework(cast, lesson, "у" * 2000).version == 1


def test_lines_of_homework_stay_and_invisible_zeros_go(cast, lesson):
    assert set_homework(cast, lesson, "§ 5 \r\n№ 7\0").text == "§ 5\n№ 7"


def test_a_closed_cancelled_future_or_foreign_lesson_takes_nothing(cast, lesson):
    closed_by, now = cast.deputy.person, cast.school.now()
    future = cast.lesson(cast.algebra_7a, "2026-03-06")
    assert set_topic(cast, future, "Рано").code == "future_lesson"
    assert set_topic(cast, lesson, "Чужое", actor=cast.colleague).code == "not_your_lesson"
    assert set_topic(cast, cast.cancelled, "Не было").code == "cancelled_lesson"
    refused = take_attendance(actor=cast.teacher, lesson=cast.cancelled)
    assert refused is not None
    assert refused.code == "cancelled_lesson"
    PeriodClosure.objects.create(period=cast.quarter, closed_by=closed_by, closed_at=now)
    assert set_topic(cast, lesson, "Поздно").code == "closed_period"
    assert set_homework(cast, lesson, "Поздно").code == "closed_period"
    assert not any(table.objects.exists() for table in (LessonTopic, Homework, AttendanceTaken, Line))


def test_a_lesson_cancelled_since_the_page_was_opened_takes_nothing(cast, lesson):
    opened = Lesson.objects.select_related("cancellation").get(pk=lesson.pk)
    LessonCancellation.objects.create(
        lesson=lesson, reason="Карантин", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    assert set_topic(cast, opened, "График").code == "cancelled_lesson"


def test_a_substitute_writes_about_the_lesson_held(cast):
    assert set_topic(cast, cast.substituted, "График", actor=cast.colleague).version == 1
    assert take_attendance(actor=cast.colleague, lesson=cast.substituted) is None
    assert Line.objects.values_list("actor_id", flat=True).distinct().get() == cast.colleague.person_id


def test_attendance_is_taken_once(cast, lesson):
    assert take_attendance(actor=cast.teacher, lesson=lesson) is None
    assert take_attendance(actor=cast.teacher, lesson=lesson) is None
    assert AttendanceTaken.objects.get().taken_by == cast.teacher.person
    assert [line.action for line in Line.objects.all()] == ["attendance.taken"]


def test_texts_and_lines_come_together_or_not_at_all(cast, lesson, monkeypatch):
    def broken(*_args):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(ledger, "append_to", broken)
    with pytest.raises(DatabaseError):
        set_topic(cast, lesson, "График")
    assert not LessonTopic.objects.exists()


def test_both_texts_cost_seven_queries(cast, lesson, django_assert_num_queries):
    lesson = Lesson.objects.select_related("course__year__school").get(pk=lesson.pk)
    lock, savepoint = (1 if connection.vendor == "postgresql" else 0), 2
    with django_assert_num_queries(7 + lock + savepoint):
        save_lesson_page(actor=cast.teacher, lesson=lesson, topic="График", homework=HomeworkText("№ 5", 0))
