"""Replaying the ledger finds what was changed behind its back, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.journal.entering import DAY, change, save
from zhurnal.audit import ledger
from zhurnal.audit.verify import verify_chains
from zhurnal.journal import history
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page, take_attendance
from zhurnal.journal.models import Absence, AttendanceTaken, Average, Homework, LessonTopic, Mark, Work
from zhurnal.journal.replay import Discrepancy, replay
from zhurnal.timetable.models import LessonCancellation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written(cast):
    """A page on which everything that can be written has been, and some of it twice."""
    column = cast.column(cast.algebra_7a, DAY)
    save(
        cast,
        *(
            change(pupil, column, value)
            for pupil, value in zip(cast.pupils_7a, ["5", "4/3", "н", "5 оп7", "2"], strict=False)
        ),
    )
    save(cast, change(cast.pupils_7a[0], column, "4", seen=1), change(cast.pupils_7a[4], column, "", seen=1))
    save(cast, change(cast.pupils_7a[0], cast.control, "5"))
    lesson = column.lesson
    save_lesson_page(
        actor=cast.teacher, lesson=lesson, topic="График", homework=HomeworkText("№ 5", 0, minutes=9)
    )
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic="Прямая", topic_seen=1)
    take_attendance(actor=cast.teacher, lesson=lesson)
    assert list(replay()) == []
    return column


def test_a_mark_altered_by_hand_is_found(cast, written):
    mark = Mark.objects.get(work=written, pupil=cast.pupils_7a[0])
    Mark.objects.filter(pk=mark.pk).update(value=5)
    cell, average = replay()
    assert cell == Discrepancy(f"cell:{cast.pupils_7a[0].pk}:{written.pk}", "«4», версия 2", "«5», версия 2")
    assert average.subject.startswith("average:")
    assert verify_chains(ledger.records()) == [], "the chain alone does not see it"


def test_a_mark_altered_together_with_its_average_is_found(cast):
    Mark.objects.filter(work=cast.control).update(value=2)
    Average.objects.filter(pupil=cast.pupils_7a[0]).update(weighted=400 + 400)
    assert [found.subject for found in replay()] == [f"cell:{cast.pupils_7a[0].pk}:{cast.control.pk}"]


def test_a_version_altered_by_hand_is_found(written):
    Mark.objects.filter(work=written, second__isnull=False).update(version=7)
    (found,) = replay()
    assert (found.expected, found.found) == ("«4/3», версия 1", "«4/3», версия 7")


def test_a_deleted_mark_is_found(cast):
    Mark.objects.filter(work=cast.control).delete()
    cell, average = replay()
    assert (cell.expected, cell.found) == ("«5», версия 1", "ничего")
    assert "отметок 2" in average.found


def test_an_inserted_mark_is_found(cast, written):
    Mark.objects.create(
        work=written, pupil=cast.pupils_7a[9], value=5, author=cast.teacher.person, set_at=cast.school.now()
    )
    cell, average = replay()
    assert (cell.expected, cell.found) == ("ничего", "«5», версия 1")
    assert (average.expected, average.found) == (
        "средняя 5,00: 500 / 100, отметок 1", "средняя пусто: 0 / 0, отметок 0",
    )  # fmt: skip


def test_an_altered_deleted_or_inserted_absence_is_found(cast, written):
    absence = Absence.objects.get(code="н")
    Absence.objects.filter(pk=absence.pk).update(code="б")
    (found,) = replay()
    assert (found.expected, found.found) == ("«н», версия 1", "«б», версия 1")
    absence.delete()
    (found,) = replay()
    assert (found.expected, found.found) == ("«н», версия 1", "ничего")
    Absence.objects.create(
        lesson=written.lesson,
        pupil=cast.pupils_7a[9],
        code="у",
        author=cast.teacher.person,
        set_at=cast.school.now(),
    )
    assert len(list(replay())) == 2


def test_absence_in_a_lesson_without_a_column_for_it_is_found(cast):
    Work.objects.filter(lesson=cast.control.lesson, position=1).delete()
    Absence.objects.create(
        lesson=cast.control.lesson,
        pupil=cast.child,
        code="у",
        author=cast.teacher.person,
        set_at=cast.school.now(),
    )
    (found,) = replay()
    assert found.found == "«у», версия 1"


@pytest.mark.parametrize("change_of_sums", [{"weight": 150}, {"weighted": 1}, {"count": 9}])
def test_an_altered_average_is_found(cast, change_of_sums):
    Average.objects.filter(pupil=cast.pupils_7a[1]).update(**change_of_sums)
    (found,) = replay()
    assert found.subject == f"average:{cast.algebra_7a.pk}:{cast.quarter.pk}:{cast.pupils_7a[1].pk}"
    assert found.expected == "средняя 3,50: 700 / 200, отметок 2"


def test_a_deleted_or_invented_average_is_found(cast):
    Average.objects.filter(pupil=cast.pupils_7a[1]).delete()
    Average.objects.create(
        course=cast.russian_7a, period=cast.quarter, pupil=cast.child, weight=100, weighted=500, count=1
    )
    assert {found.found for found in replay()} == {
        "средняя пусто: 0 / 0, отметок 0", "средняя 5,00: 500 / 100, отметок 1",
    }  # fmt: skip


def test_altered_texts_are_found(written):
    LessonTopic.objects.update(text="Кривая")
    Homework.objects.update(minutes=90)
    topic, homework = sorted(replay(), key=lambda found: found.subject, reverse=True)
    assert topic == Discrepancy(
        f"topic.set lesson:{written.lesson_id}", "«Прямая», версия 2", "«Кривая», версия 2"
    )
    assert homework.subject == f"homework.set lesson:{written.lesson_id}"
    assert ('"minutes": 9' in homework.expected, '"minutes": 90' in homework.found) == (True, True)


def test_deleted_texts_and_attendance_are_found():
    for table in (LessonTopic, Homework, AttendanceTaken):
        table.objects.all().delete()
    assert [found.found for found in replay()] == ["ничего"] * 3


def test_marks_of_a_lesson_cancelled_afterwards_count_no_more(cast):
    LessonCancellation.objects.create(
        lesson=cast.control.lesson, reason="Ошибка", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    (found,) = replay()
    assert (found.expected, found.found) == (
        "средняя 4,00: 400 / 100, отметок 1", "средняя 4,67: 1400 / 300, отметок 2",
    )  # fmt: skip


def test_a_line_forgotten_by_law_is_not_compared(cast, written):
    """Its commitment stays, what it said does not: the row may say anything."""
    subject = history.cell_subject(cast.pupils_7a[1].pk, written.pk)
    forget(subject)
    Mark.objects.filter(work=written, pupil=cast.pupils_7a[1]).update(version=5)
    assert list(replay()) == []


def test_replay_costs_the_same_number_of_queries_whatever_is_written(django_assert_num_queries):
    periods = 2 * 6  # two schools with quarters and half-years
    lines, tables, rules, averages = 1 + 1 + 1 + 2, 8 + 3 + 2, 3, 1 + 1
    bare_signs = 1  # asked only of a period that has one
    entries_and_signatures = 8
    with django_assert_num_queries(
        lines + tables + rules + averages + 3 * periods + bare_signs + entries_and_signatures
    ):
        assert list(replay()) == []


def forget(subject: str) -> None:
    """Law works on the database directly; the triggers that refuse it are taken away for the moment."""
    from tests.ledger_flush import refuse_change, run  # noqa: PLC0415 -- the only test that needs it

    run(refuse_change.REMOVE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_line SET payload = NULL, salt = NULL WHERE subject = %s", [subject])
    run(refuse_change.INSTALL)
