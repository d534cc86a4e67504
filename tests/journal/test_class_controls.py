"""Control works of a class: what is planned, and where there is too much of it."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.journal.models import Work
from zhurnal.journal.queries.class_controls import (
    ControlShare,
    control_share,
    control_works,
    courses_beside,
    courses_of_class,
    crowded_days,
)
from zhurnal.school.models import Course, StudyGroup
from zhurnal.timetable.models import Lesson, LessonCancellation

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 3, 4), dt.date(2026, 3, 31)


def plan(cast, course, day, title="", kind="control", **more):
    lesson = cast.lesson(course, day)
    position = lesson.works.count() + 1
    return Work.objects.create(
        lesson=lesson, position=position, kind=cast.kinds[kind], weight=200, title=title, **more
    )


def works(cast, first=FIRST, last=LAST):
    return control_works(courses_of_class(cast.class_7a.pk), first, last)


def days(cast):
    return {f"{day:%m-%d}" for day in crowded_days(works(cast))}


@pytest.fixture
def stream(cast):
    """A stream of both seventh classes in a subject of its own, on Wednesday the 18th."""
    group = StudyGroup.objects.create(year=cast.year, kind="stream", name="7, история")
    group.classes.add(cast.class_7a, cast.class_7b)
    subject = cast.subjects["Русский язык"]
    course = Course.objects.create(
        year=cast.year, subject=subject, group=group, period_kind="quarter", hours_a_week=1, grade=7
    )
    Lesson.objects.create(course=course, date="2026-03-18", number=6)
    return course


def test_they_come_by_date_and_lesson_with_all_that_a_list_says(cast):
    plan(cast, cast.russian_7a, "2026-03-16", "Диктант за четверть")
    plan(cast, cast.algebra_7a, "2026-03-16", "КР № 6")
    plan(cast, cast.algebra_7a, "2026-03-06", kind="answer")
    assert [(one.number, one.subject, one.audience, one.kind, one.title) for one in works(cast)] == [
        (2, "Алгебра", "7 «А»", "Контрольная работа", "КР № 6"),
        (3, "Русский язык", "7 «А»", "Контрольная работа", "Диктант за четверть"),
    ]


def test_both_ends_are_included_and_what_is_outside_is_not(cast):
    for day in ("2026-03-04", "2026-03-06", "2026-03-11"):
        plan(cast, cast.algebra_7a, day)
    found = works(cast, dt.date(2026, 3, 4), dt.date(2026, 3, 6))
    assert [f"{one.date:%d}" for one in found] == ["04", "06"]
    assert {one.work_id for one in works(cast, dt.date(2026, 2, 1))} > {cast.control.pk}


def test_other_classes_withdrawn_columns_and_cancelled_lessons_have_none_here(cast):
    plan(cast, cast.algebra_7b, "2026-03-16")
    plan(cast, cast.algebra_7a, "2026-03-16", withdrawn_at=cast.school.now())
    gone = plan(cast, cast.algebra_7a, "2026-03-18")
    LessonCancellation.objects.create(
        lesson=gone.lesson, reason="Карантин", made_by=cast.deputy.person, made_at=cast.school.now()
    )
    assert works(cast) == []


def test_subgroups_and_streams_belong_to_the_class(cast, stream):
    plan(cast, cast.english_7a_1, "2026-03-17")
    Work.objects.create(lesson=stream.lessons.get(), kind=cast.kinds["control"], weight=200)
    assert {one.audience for one in works(cast)} == {"7 «А», английский 1", "7, история"}


def test_two_subjects_on_a_day_are_too_many(cast):
    plan(cast, cast.algebra_7a, "2026-03-16")
    assert days(cast) == set()
    plan(cast, cast.russian_7a, "2026-03-16")
    assert days(cast) == {"03-16"}


def test_groups_of_one_subject_and_parts_of_one_work_do_not_crowd_a_day(cast):
    plan(cast, cast.english_7a_1, "2026-03-17")
    plan(cast, cast.english_7a_2, "2026-03-17")
    plan(cast, cast.algebra_7a, "2026-03-18", "Тест")
    plan(cast, cast.algebra_7a, "2026-03-18", "Задачи")
    assert days(cast) == set()


def test_beside_a_course_stand_those_of_all_its_classes(cast, stream):
    assert set(courses_beside(cast.algebra_7a)) == {
        cast.algebra_7a, cast.russian_7a, cast.english_7a_1, cast.english_7a_2, stream,
    }  # fmt: skip
    assert set(courses_beside(stream)) == {
        stream, cast.algebra_7a, cast.russian_7a, cast.english_7a_1, cast.english_7a_2, cast.algebra_7b,
    }  # fmt: skip


def test_more_than_a_tenth_of_the_lessons_is_too_large_a_share(cast):
    lessons = Lesson.objects.filter(course=cast.algebra_7a, cancellation=None).count()
    assert control_share(cast.algebra_7a) == ControlShare(1, lessons)
    plan(cast, cast.algebra_7a, "2026-02-25")
    assert control_share(cast.algebra_7a).controls == 1, "two columns of a lesson are one work"
    assert not ControlShare(3, 30).is_too_large
    assert ControlShare(3, 29).is_too_large
    assert not ControlShare(0, 0).is_too_large


def test_lists_cost_one_query_whatever_is_in_them(cast, stream, django_assert_num_queries):
    Work.objects.create(lesson=stream.lessons.get(), kind=cast.kinds["control"], weight=200)
    for day in ("2026-03-16", "2026-03-18"):
        plan(cast, cast.algebra_7a, day)
    with django_assert_num_queries(1):
        assert len(works(cast)) == 3
