"""What the sheet of one lesson shows."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.entering import change, save
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page, take_attendance
from zhurnal.journal.models import Work
from zhurnal.journal.policies import sheets_visible_to
from zhurnal.journal.queries.grid import CellView
from zhurnal.journal.queries.sheet import sheet
from zhurnal.school.standing import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(cast):
    """The sheet as its page would read it."""

    def read(lesson, actor=None):
        today = cast.school.today()
        found = sheets_visible_to(standing_of(actor or cast.teacher, today)).get(pk=lesson.pk)
        return sheet(found, today)

    return read


@pytest.fixture
def lesson(cast):
    return cast.lesson(cast.algebra_7a, "2026-03-04")


def test_an_empty_sheet_says_so(lesson, shown):
    page = shown(lesson)
    assert (page.subject, page.audience, page.date, page.number, page.room) == (
        "Алгебра", "7 «А»", lesson.date, 2, "214",
    )  # fmt: skip
    assert (page.topic, page.topic_version, page.homework, page.homework_version) == ("", 0, "", 0)
    assert (page.attendance_taken, page.locked, page.cancelled, page.substitute) == (False, "", "", "")
    assert page.next_date == dt.date(2026, 3, 6)


def test_the_list_is_that_of_the_day(cast, lesson, shown):
    assert [row.pupil_id for row in shown(lesson).rows] == [pupil.pk for pupil in cast.pupils_7a]
    early = shown(cast.lesson(cast.algebra_7a, "2026-01-30"))
    names = {row.pupil_id for row in early.rows}
    assert (cast.left.pk in names, cast.arrived.pk in names) == (True, False)
    assert all(row.note == "" for row in early.rows)


def test_all_columns_of_the_lesson_stand_side_by_side_with_the_average_of_the_period(cast, shown):
    ordinary = Work.objects.get(lesson=cast.control.lesson, position=1)
    save(cast, change(cast.child, ordinary, "5 оп5"), change(cast.child, cast.control, "4"))
    page = shown(cast.control.lesson)
    assert [column.work_id for column in page.columns] == [ordinary.pk, cast.control.pk]
    row = next(row for row in page.rows if row.pupil_id == cast.child.pk)
    assert row.cells == [CellView("5 оп5", 2), CellView("4", 1)]
    assert (row.average, row.count) == ("4,33", 2)


def test_what_was_written_is_shown_with_its_versions(cast, lesson, shown):
    typed = HomeworkText("№ 5", 0, minutes=20)
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic="График", homework=typed)
    take_attendance(actor=cast.teacher, lesson=lesson)
    page = shown(lesson)
    assert (page.topic, page.topic_version, page.attendance_taken) == ("График", 1, True)
    assert (page.homework, page.homework_version, page.homework_minutes) == ("№ 5", 1, 20)
    assert page.homework_due == dt.date(2026, 3, 6)


def test_homework_for_a_day_without_a_lesson_shows_that_day(cast, lesson, shown):
    typed = HomeworkText("Проект", 0, due_date=dt.date(2026, 3, 14))
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=typed)
    assert shown(lesson).homework_due == dt.date(2026, 3, 14)


def test_nothing_set_shows_as_a_version_without_a_text(cast, lesson, shown):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("", 0, nothing_set=True))
    page = shown(lesson)
    assert (page.homework, page.homework_version, page.homework_due) == ("", 1, None)


def test_the_sheet_says_why_nothing_can_be_written(cast, lesson, shown):
    assert "отменён" in shown(cast.cancelled).locked
    assert shown(cast.cancelled).cancelled == "Карантин"
    assert "ещё не прошёл" in shown(cast.lesson(cast.algebra_7a, "2026-03-06")).locked
    assert "другой учитель" in shown(lesson, cast.deputy).locked
    assert shown(lesson).locked == ""


def test_a_substitute_finds_the_lesson_open_and_the_teacher_finds_the_name(cast, shown):
    assert shown(cast.substituted, cast.colleague).locked == ""
    assert shown(cast.substituted).substitute == "Петрова И. И."


def test_the_sheet_knows_the_lessons_before_and_after(cast, shown):
    days = ["2026-02-25", "2026-02-27", "2026-03-02"]
    before, cancelled, after = (cast.lesson(cast.algebra_7a, day) for day in days)
    page = shown(cancelled)
    assert (page.previous_id, page.next_id) == (before.pk, after.pk)
    assert shown(before).next_date == after.date, "homework is not due on a cancelled day"
    assert shown(cast.lesson(cast.algebra_7a, "2026-01-12")).previous_id is None
    last = shown(cast.lesson(cast.algebra_7a, "2026-03-27"))
    assert (last.next_id, last.next_date) == (None, None)


def test_the_sheet_costs_seven_queries_whatever_is_written(cast, lesson, django_assert_num_queries):
    today = cast.school.today()
    standing = standing_of(cast.teacher, today)
    for size in (0, 3, 10):
        column = cast.column(cast.algebra_7a, "2026-03-04")
        save(cast, *(change(pupil, column, "5") for pupil in cast.pupils_7a[:size]))
        save_lesson_page(
            actor=cast.teacher, lesson=lesson, topic=f"Тема {size}", topic_seen=min(size, 2) // 2,
            homework=HomeworkText("№ 5", 0),
        )  # fmt: skip
        with django_assert_num_queries(7):
            sheet(sheets_visible_to(standing).get(pk=lesson.pk), today)
