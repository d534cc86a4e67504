"""Lessons cancelled, returned, moved, added: what counts afterwards, what is refused, what history tells."""

from __future__ import annotations

import datetime as dt
import functools

import pytest
from django.db import connection

from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.lesson_changes import add_lesson, cancel_lessons, move_lesson, restore_lessons
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import Average, Homework, Mark, PeriodClosure, Work
from zhurnal.journal.replay import replay
from zhurnal.ops.checks import CHECKS, run_checks
from zhurnal.people.models import Person
from zhurnal.school.models import CourseMembership, StudyPeriod
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import (
    Bell,
    Lesson,
    LessonAddition,
    LessonCancellation,
    LessonMove,
    Substitution,
)

pytestmark = pytest.mark.django_db
# Algebra of 7 «А» has the second lesson of Mondays, Wednesdays and Fridays; today is Wednesday 4 March.
MONDAY, TODAY, FRIDAY = "2026-03-02", "2026-03-04", "2026-03-06"


@pytest.fixture(autouse=True)
def nothing_is_left_wrong(cast):  # noqa: ARG001 -- asked for by name
    """Whatever a test does, history and sums agree at its end."""
    yield
    assert list(replay()) == []
    wrong = [check for check in CHECKS if check.code == "average_differs"]
    assert run_checks(wrong) == []


def cancel(cast, *lessons, by=None, reason="Карантин", **more):
    return cancel_lessons(
        actor=by or cast.deputy,
        school=cast.school,
        lessons=[one.pk for one in lessons],
        reason=reason,
        **more,
    )


def restore(cast, *lessons, by=None):
    return restore_lessons(actor=by or cast.deputy, school=cast.school, lessons=[one.pk for one in lessons])


def move(cast, lesson, day, number=2, *, by=None, reason="Экскурсия", **more):
    move_lesson(
        actor=by or cast.deputy, lesson=lesson, date=dt.date.fromisoformat(day), number=number,
        reason=reason, **more,
    )  # fmt: skip


def add(cast, day, number=6, *, by=None, reason="Консультация", **more):
    return add_lesson(
        actor=by or cast.deputy, course=cast.algebra_7a, date=dt.date.fromisoformat(day), number=number,
        reason=reason, **more,
    )  # fmt: skip


def refusal(action, *args, **kwargs) -> ChangeError:
    lines = Line.objects.count()
    with pytest.raises(ChangeError) as caught:
        action(*args, **kwargs)
    assert Line.objects.count() == lines
    return caught.value


def sums(cast, pupil, period=None):
    row = Average.objects.filter(course=cast.algebra_7a, pupil=pupil, period=period or cast.quarter).first()
    return Sums(row.weight, row.weighted, row.count) if row else None


def set_homework(cast, day, **more):
    lesson = cast.lesson(cast.algebra_7a, day)
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0, **more))
    return Homework.objects.get(lesson=lesson)


def due(homework):
    homework.refresh_from_db()
    return homework.due_lesson and homework.due_lesson.date.isoformat()


OTHERS = ["teacher", "colleague", "classteacher", "office", "auditor", "admin", "deputy2", "parent"]


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_heads_of_the_school_change_lessons(cast, role):
    lesson, other = cast.lesson(cast.algebra_7a, FRIDAY), cast.cancelled
    who = getattr(cast, role)
    for attempt in (
        lambda: cancel(cast, lesson, by=who),
        lambda: restore(cast, other, by=who),
        lambda: move(cast, lesson, "2026-03-05", by=who),
        lambda: add(cast, "2026-03-05", by=who),
    ):
        assert refusal(attempt).code == "not_allowed"


def test_a_cancelled_lesson_is_told_with_its_reason(cast):
    lesson = cast.lesson(cast.algebra_7a, FRIDAY)
    assert cancel(cast, lesson, by=cast.director, reason=" Карантин\nв классе ") == 1
    row = LessonCancellation.objects.get(lesson=lesson)
    assert (row.reason, row.made_by) == ("Карантин в классе", cast.director.person)
    line = Line.objects.get()
    assert (line.chain, line.subject) == (f"course:{lesson.course_id}", f"lesson:{lesson.pk}")
    assert (line.action, line.actor_role) == ("lesson.cancelled", "director")
    assert line.details == {"date": FRIDAY, "number": 2, "reason": "Карантин в классе", "homework": []}
    assert cancel(cast, lesson) == 0, "it is cancelled already"


def test_marks_in_a_cancelled_lesson_count_no_more_and_count_again_when_it_is_back(cast):
    """5 on Monday and 3 today: (5 + 3) / 2; without Monday 3 / 1; Юсупова has Monday's 2 only."""
    other = cast.pupils_7a[-1]
    cast.put(cast.algebra_7a, MONDAY, cast.child, "5")
    cast.put(cast.algebra_7a, TODAY, cast.child, "3")
    cast.put(cast.algebra_7a, MONDAY, other, "2")
    monday = cast.lesson(cast.algebra_7a, MONDAY)
    warning = refusal(cancel, cast, monday)
    assert (warning.code, warning.may_be_confirmed) == ("written", True)
    assert "Алгебра, 7 «А», 2 марта, 2-й урок" in warning.sentence
    assert sums(cast, cast.child) == Sums(200, 800, 2), "a warning changes nothing"
    cancel(cast, monday, confirmed=True)
    assert (sums(cast, cast.child), sums(cast, other)) == (Sums(100, 300, 1), Sums(0, 0, 0))
    assert Mark.objects.filter(value__isnull=False).count() == 3, "the marks themselves stay"
    assert restore(cast, monday) == 1
    assert (sums(cast, cast.child), sums(cast, other)) == (Sums(200, 800, 2), Sums(100, 200, 1))
    assert restore(cast, monday) == 0


def test_a_work_that_was_planned_for_the_lesson_is_named(cast):
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    Work.objects.create(
        lesson=friday, position=2, kind=cast.kinds["control"], weight=200, title="Контрольная № 6"
    )
    warning = refusal(cancel, cast, friday)
    assert (warning.code, warning.may_be_confirmed) == ("written", True)
    assert "назначены работы: Контрольная № 6" in warning.sentence
    assert cancel(cast, friday, confirmed=True) == 1


def test_a_day_of_frost_takes_all_its_lessons_or_none(cast):
    """Lessons of several journals at once; one that is in a closed period refuses all."""
    cast.put(cast.algebra_7a, MONDAY, cast.child, "5")
    lessons = [cast.lesson(course, MONDAY) for course in (cast.algebra_7a, cast.russian_7a, cast.algebra_7b)]
    old = Lesson.objects.create(course=cast.algebra_7a, date="2025-12-15", number=2)
    assert refusal(cancel, cast, *lessons, old, confirmed=True).code == "closed_period"
    assert LessonCancellation.objects.count() == 1
    assert cancel(cast, *lessons, confirmed=True) == 3
    assert sums(cast, cast.child) == Sums(0, 0, 0)
    assert set(Line.objects.filter(action="lesson.cancelled").values_list("chain", flat=True)) == {
        f"course:{one.course_id}" for one in lessons
    }


def test_a_lesson_of_another_school_is_none(cast):
    foreign = cast.lesson(cast.other_algebra, MONDAY)
    assert refusal(cancel, cast, foreign).code == "no_lesson"
    assert refusal(restore, cast, foreign).code == "no_lesson"


def test_a_reason_is_asked_for(cast):
    lesson = cast.lesson(cast.algebra_7a, FRIDAY)
    for attempt in (cancel, functools.partial(move, day="2026-03-05")):
        assert refusal(attempt, cast, lesson, reason=" \n").code == "no_reason"
        assert refusal(attempt, cast, lesson, reason="о" * 201).code == "reason_too_long"
    assert refusal(add, cast, "2026-03-05", reason="").code == "no_reason"


def test_homework_due_in_a_cancelled_lesson_is_due_in_the_next_one_held(cast):
    homework = set_homework(cast, TODAY)
    assert due(homework) == FRIDAY
    friday, wednesday = (cast.lesson(cast.algebra_7a, day) for day in (FRIDAY, "2026-03-11"))
    cancel(cast, friday)
    assert due(homework) == "2026-03-11", "Monday the 9th is a day off"
    assert (homework.version, homework.author) == (2, cast.teacher.person)
    line = Line.objects.filter(action="homework.set").latest("seq")
    assert (line.actor_role, line.details["before"]["due_lesson"]) == ("deputy", friday.pk)
    assert (line.details["after"]["due_lesson"], line.details["version"]) == (wednesday.pk, 2)
    restore(cast, friday)
    assert due(homework) == FRIDAY


def test_homework_that_a_teacher_set_otherwise_since_is_not_brought_back(cast):
    homework = set_homework(cast, TODAY)
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    cancel(cast, friday)
    later = HomeworkText("№ 6", 2, due_date=dt.date(2026, 3, 13))
    save_lesson_page(actor=cast.teacher, lesson=homework.lesson, homework=later)
    restore(cast, friday)
    assert due(homework) == "2026-03-13"


def test_homework_goes_to_the_other_lesson_of_a_double_one(cast):
    homework = set_homework(cast, TODAY)
    second = add(cast, FRIDAY, 3)
    cancel(cast, Lesson.objects.get(course=cast.algebra_7a, date=FRIDAY, number=2))
    homework.refresh_from_db()
    assert homework.due_lesson == second


def test_homework_stays_where_no_lesson_comes(cast):
    """The 27th is the last lesson of algebra in these tests."""
    homework = set_homework(cast, TODAY, due_date=dt.date(2026, 3, 27))
    cancel(cast, cast.lesson(cast.algebra_7a, "2026-03-27"))
    assert (due(homework), homework.version) == ("2026-03-27", 1)


def test_a_moved_lesson_takes_everything_with_it(cast):
    cast.put(cast.algebra_7a, MONDAY, cast.child, "5")
    monday = cast.lesson(cast.algebra_7a, MONDAY)
    move(cast, monday, "2026-03-03", 6)
    monday.refresh_from_db()
    assert (monday.date, monday.number) == (dt.date(2026, 3, 3), 6)
    row = LessonMove.objects.get(lesson=monday)
    assert (row.from_date, row.from_number, row.reason) == (dt.date(2026, 3, 2), 2, "Экскурсия")
    assert row.made_by == cast.deputy.person
    assert Mark.objects.get().work.lesson == monday
    assert sums(cast, cast.child) == Sums(100, 500, 1)
    assert Substitution.objects.get().lesson == monday, "who substitutes goes with it"
    assert Line.objects.get(action="lesson.moved").details == {
        "date": "2026-03-03", "number": 6, "from_date": MONDAY, "from_number": 2, "reason": "Экскурсия",
    }  # fmt: skip


def test_to_its_own_place_a_lesson_is_not_moved(cast):
    move(cast, cast.lesson(cast.algebra_7a, FRIDAY), FRIDAY, 2)
    assert not LessonMove.objects.exists()


def test_across_the_border_of_two_periods_the_marks_count_in_the_other_one(cast):
    """The third quarter is shortened to end on 1 March; the lesson of 2 March moves back across the border."""
    third, fourth = cast.quarters[2:]
    StudyPeriod.objects.filter(pk=third.pk).update(ends="2026-03-01")
    StudyPeriod.objects.filter(pk=fourth.pk).update(starts="2026-03-02")
    other = cast.pupils_7a[-1]
    for day, value in ((MONDAY, "5"), (TODAY, "3")):
        cast.put(cast.algebra_7a, day, cast.child, value)
    cast.put(cast.algebra_7a, MONDAY, other, "2")
    assert sums(cast, cast.child, fourth) == Sums(200, 800, 2)
    move(cast, cast.lesson(cast.algebra_7a, MONDAY), "2026-02-26", 6)
    assert (sums(cast, cast.child, third), sums(cast, cast.child, fourth)) == (
        Sums(100, 500, 1), Sums(100, 300, 1),
    )  # fmt: skip
    assert (sums(cast, other, third), sums(cast, other, fourth)) == (Sums(100, 200, 1), Sums(0, 0, 0))


def test_a_planned_control_work_goes_with_its_lesson_into_the_future(cast):
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    planned = Work.objects.create(lesson=friday, position=2, kind=cast.kinds["control"], weight=200)
    move(cast, friday, "2026-03-12", 6)
    planned.refresh_from_db()
    assert planned.lesson.date == dt.date(2026, 3, 12)


def test_what_is_written_about_a_lesson_keeps_it_out_of_the_future(cast):
    cast.put(cast.algebra_7a, MONDAY, cast.child, "н")
    monday = cast.lesson(cast.algebra_7a, MONDAY)
    assert refusal(move, cast, monday, "2026-03-05", 6, confirmed=True).code == "held_already"
    cast.put(cast.algebra_7a, MONDAY, cast.child, "", seen=1)
    assert refusal(move, cast, monday, "2026-03-05", 6, confirmed=True).code == "held_already", (
        "the cell has a history there"
    )


@pytest.mark.parametrize("value", ["5", "б"])
def test_a_pupil_with_an_entry_must_have_been_in_the_course_on_the_new_day(cast, value):
    """Королёв came on 9 February; the lesson of the 9th cannot move to the 5th with his mark in it."""
    cast.put(cast.algebra_7a, "2026-02-09", cast.arrived, value)
    lesson = cast.lesson(cast.algebra_7a, "2026-02-09")
    found = refusal(move, cast, lesson, "2026-02-05", 6, confirmed=True)
    assert found.code == "not_member_that_day"
    assert "5 февраля" in found.sentence
    assert cast.arrived.list_name in found.sentence
    cast.put(cast.algebra_7a, "2026-02-09", cast.arrived, "", seen=1)
    move(cast, lesson, "2026-02-05", 6, confirmed=True)


def test_neither_into_a_closed_period_nor_out_of_one(cast):
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    assert refusal(move, cast, friday, "2025-12-15", confirmed=True).code == "closed_period"
    assert refusal(add, cast, "2025-12-15", confirmed=True).code == "closed_period"
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    for attempt in (
        lambda: cancel(cast, friday),
        lambda: restore(cast, cast.cancelled),
        lambda: move(cast, friday, "2026-04-07", confirmed=True),
    ):
        found = refusal(attempt)
        assert found.code == "closed_period"
        assert "«3-я четверть»" in found.sentence


def test_a_day_outside_the_periods_is_refused(cast):
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    assert refusal(move, cast, friday, "2026-03-30", confirmed=True).code == "no_period"
    assert refusal(add, cast, "2026-06-01", confirmed=True).code == "no_period"


def test_a_place_that_is_taken_is_refused_even_by_a_cancelled_lesson(cast):
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    assert refusal(move, cast, friday, TODAY, 2, confirmed=True).code == "taken"
    assert refusal(move, cast, friday, "2026-02-27", 2, confirmed=True).code == "taken"
    assert refusal(add, cast, TODAY, 2, confirmed=True).code == "taken"


@pytest.mark.parametrize("number", [-1, 13])
def test_a_number_that_no_day_has_is_refused(cast, number):
    assert refusal(move, cast, cast.lesson(cast.algebra_7a, FRIDAY), FRIDAY, number).code == "wrong_number"


def test_a_cancelled_lesson_is_not_moved(cast):
    assert refusal(move, cast, cast.cancelled, FRIDAY, 6).code == "cancelled"


def test_a_class_with_another_lesson_at_that_time_warns(cast):
    """Russian has the third lesson of Thursdays."""
    friday = cast.lesson(cast.algebra_7a, FRIDAY)
    found = refusal(move, cast, friday, "2026-03-05", 3)
    assert (found.code, found.may_be_confirmed) == ("meets", True)
    assert "у учеников другой урок: 7 «А», Русский язык" in found.sentence
    assert "учитель" not in found.sentence
    move(cast, friday, "2026-03-05", 3, confirmed=True)


def test_a_teacher_with_another_lesson_at_that_time_warns(cast):
    """Кузнецов holds Russian, and group 1 of English in the fourth lesson of Thursdays: of other pupils."""
    CourseMembership.objects.filter(course=cast.english_7a_1).delete()
    lesson = cast.lesson(cast.russian_7a, "2026-03-10")
    found = refusal(move, cast, lesson, "2026-03-12", 4)
    assert "Кузнецов О. А. — 7 «А», английский 1, Английский язык" in found.sentence


def test_a_lesson_that_is_substituted_asks_for_the_substitutes_hours(cast):
    """Петрова substitutes on Monday; at the fourth lesson of Wednesdays she has 7 «Б»."""
    found = refusal(move, cast, cast.substituted, TODAY, 4)
    assert "Петрова И. И. — 7 «Б», Алгебра" in found.sentence


def test_a_free_day_warns(cast):
    found = refusal(add, cast, "2026-02-23")
    assert "День защитника Отечества" in found.sentence
    found = refusal(add, cast, "2026-03-07")
    assert "7 марта у 7 «А» не учебный день недели" in found.sentence
    add(cast, "2026-03-07", confirmed=True)


def test_a_shift_of_another_hour_does_not_meet(cast):
    """The third bell is put to the evening: whoever has the third lesson is free in the second."""
    Bell.objects.filter(number=3).update(starts=dt.time(18), ends=dt.time(18, 45))
    Lesson.objects.filter(course=cast.russian_7a, date="2026-03-05").update(number=3)
    move(cast, cast.lesson(cast.algebra_7a, FRIDAY), "2026-03-05", 2)


def test_an_added_lesson_has_its_column_and_its_reason(cast):
    lesson = add(cast, "2026-03-05", room="118")
    row = LessonAddition.objects.get(lesson=lesson)
    assert (row.reason, row.made_by) == ("Консультация", cast.deputy.person)
    work = Work.objects.get(lesson=lesson)
    assert (work.position, work.kind.code, work.weight) == (1, "answer", 100)
    assert Line.objects.get().details == {
        "date": "2026-03-05", "number": 6, "reason": "Консультация", "room": "118",
    }  # fmt: skip


def test_a_lesson_moved_before_its_homework_was_set_hands_it_on(cast):
    """Set on Wednesday for Friday; Friday moves to the Tuesday before: what is due goes to the next lesson."""
    homework = set_homework(cast, TODAY)
    move(cast, cast.lesson(cast.algebra_7a, FRIDAY), "2026-03-03", 6)
    assert due(homework) == "2026-03-11"


def test_homework_set_in_a_lesson_that_moves_past_its_due_day_is_due_later(cast):
    """Set on Monday for Wednesday; Monday's lesson was really held on Wednesday after that one."""
    homework = set_homework(cast, MONDAY)
    assert due(homework) == TODAY
    move(cast, cast.lesson(cast.algebra_7a, MONDAY), TODAY, 6)
    assert due(homework) == FRIDAY


def test_homework_due_in_a_moved_lesson_moves_with_it(cast):
    homework = set_homework(cast, TODAY)
    move(cast, cast.lesson(cast.algebra_7a, FRIDAY), "2026-03-05", 6)
    assert (due(homework), homework.version) == ("2026-03-05", 1)


def test_costs_stay_the_same_whatever_the_number_of_lessons(cast, django_assert_num_queries):
    pupils = Person.objects.filter(memberships__course=cast.algebra_7a).distinct()[:5]
    days = [MONDAY, "2026-02-25", "2026-02-18"]
    for pupil in pupils:
        for day in days:
            cast.put(cast.algebra_7a, day, pupil, "4")
    lessons = [cast.lesson(cast.algebra_7a, day) for day in days]
    lock, savepoint = int(connection.vendor == "postgresql"), 2
    with django_assert_num_queries(16 + len(lessons) + lock + savepoint):
        cancel(cast, *lessons, confirmed=True)
