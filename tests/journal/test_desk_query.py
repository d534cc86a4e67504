"""What the teacher's desk shows."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page, take_attendance
from zhurnal.journal.queries.desk import desk
from zhurnal.school.models import Teaching
from zhurnal.timetable.models import Bell, BellSchedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(cast):
    return cast.school.today()


def test_the_day_lists_own_lessons_with_their_bells(cast, today):
    (lesson,) = desk(cast.teacher.person_id, today).lessons
    assert (lesson.subject, lesson.audience, lesson.number, lesson.room) == ("Алгебра", "7 «А»", 2, "214")
    assert (lesson.starts, lesson.ends) == (dt.time(9, 25), dt.time(10, 10))
    assert (lesson.attendance_taken, lesson.has_topic, lesson.has_homework) == (False, False, False)
    assert (lesson.cancelled, lesson.substitute, lesson.substituting) == ("", "", False)


def test_what_is_done_for_a_lesson_shows(cast, today):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-04")
    typed = HomeworkText("", 0, nothing_set=True)
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic="График", homework=typed)
    take_attendance(actor=cast.teacher, lesson=lesson)
    (shown,) = desk(cast.teacher.person_id, today).lessons
    assert (shown.attendance_taken, shown.has_topic, shown.has_homework) == (True, True, True)


def test_a_substitute_sees_the_lesson_and_its_teacher_sees_by_whom_it_is_held(cast):
    day = dt.date(2026, 3, 2)
    held, own = desk(cast.colleague.person_id, day).lessons
    assert (held.lesson_id, held.substituting) == (cast.substituted.pk, True)
    assert (own.audience, own.substituting) == ("7 «Б»", False)
    (given,) = desk(cast.teacher.person_id, day).lessons
    assert (given.lesson_id, given.substitute) == (cast.substituted.pk, "Петрова И. И.")


def test_a_cancelled_lesson_says_why(cast):
    (lesson,) = desk(cast.teacher.person_id, dt.date(2026, 2, 27)).lessons
    assert lesson.cancelled == "Карантин"


def test_a_newer_bell_schedule_rings(cast, today):
    newer = BellSchedule.objects.create(
        school=cast.school, name="Сокращённые", shift=1, first_grade=1, last_grade=11,
        valid_from=today, valid_to=today,
    )  # fmt: skip
    Bell.objects.create(schedule=newer, number=2, starts=dt.time(9, 10), ends=dt.time(9, 40))
    assert desk(cast.teacher.person_id, today).lessons[0].starts == dt.time(9, 10)
    tomorrow = desk(cast.teacher.person_id, dt.date(2026, 3, 6)).lessons
    assert tomorrow[0].starts == dt.time(9, 25)


def test_a_lesson_without_bells_has_no_hour(cast, today):
    BellSchedule.objects.update(last_grade=4)
    assert desk(cast.teacher.person_id, today).lessons[0].starts is None


def test_own_courses_tell_what_is_filled_and_what_is_not(cast, today):
    (course,) = desk(cast.teacher.person_id, today).courses
    assert (course.course_id, course.period_id, course.period_name) == (
        cast.algebra_7a.pk, cast.quarter.pk, "3-я четверть",
    )  # fmt: skip
    held_by_now = course.unfilled
    assert (course.last_filled, held_by_now) == (None, 20)
    save_lesson_page(actor=cast.teacher, lesson=cast.lesson(cast.algebra_7a, "2026-02-25"), topic="График")
    (course,) = desk(cast.teacher.person_id, today).courses
    assert (course.last_filled, course.unfilled) == (dt.date(2026, 2, 25), 19)


def test_what_is_cancelled_given_away_or_to_come_is_no_debt(cast, today):
    """27 February is cancelled and 2 March held by a colleague: 22 lessons up to today, 20 to fill."""
    lessons = cast.algebra_7a.lessons.filter(date__lte=today)
    assert lessons.count() == 22
    assert desk(cast.teacher.person_id, today).courses[0].unfilled == 20


def test_a_topic_taken_back_is_a_debt_again(cast, today):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-04")
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic="График")
    save_lesson_page(actor=cast.teacher, lesson=lesson, topic="", topic_seen=1)
    (course,) = desk(cast.teacher.person_id, today).courses
    assert (course.last_filled, course.unfilled) == (None, 20)


def test_debts_of_a_period_that_is_over_do_not_count(cast):
    (course,) = desk(cast.teacher.person_id, dt.date(2026, 4, 6)).courses
    assert (course.period_name, course.unfilled) == ("4-я четверть", 0)
    (course,) = desk(cast.teacher.person_id, dt.date(2026, 4, 1)).courses
    assert (course.period_id, course.period_name, course.unfilled) == (None, "", 0)


def test_courses_stand_by_subject_and_class(cast, today):
    assert [course.audience for course in desk(cast.colleague.person_id, today).courses][:2] == [
        "5 «А»",
        "7 «Б»",
    ]


def test_a_course_given_away_is_on_the_desk_no_more(cast, today):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to="2026-03-03")
    found = desk(cast.teacher.person_id, today)
    assert (found.lessons, found.courses) == ([], [])


def test_somebody_who_teaches_nothing_has_an_empty_desk(cast, today):
    found = desk(cast.deputy.person_id, today)
    assert (found.lessons, found.courses) == ([], [])


def test_the_desk_costs_five_queries_however_many_courses(cast, django_assert_num_queries):
    for who in (cast.teacher, cast.colleague, cast.classteacher):
        with django_assert_num_queries(5):
            desk(who.person_id, dt.date(2026, 3, 2))
