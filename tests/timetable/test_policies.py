"""Whose lessons a person sees and writes: a substitute the lesson, never the course."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.school.models import Teaching
from zhurnal.school.policies import courses_visible_to
from zhurnal.school.standing import NOBODY, standing_of
from zhurnal.timetable.models import Lesson
from zhurnal.timetable.policies import lessons_visible_to, lessons_writable_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(cast):
    return cast.school.today()


@pytest.fixture
def stands(cast, today):
    return lambda who: standing_of(getattr(cast, who), today)


def of_courses(*courses) -> set[int]:
    return set(Lesson.objects.filter(course__in=courses).values_list("pk", flat=True))


def found(rows) -> set[int]:
    keys = list(rows.values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), "a lesson is listed twice"
    return set(keys)


def test_a_teacher_sees_and_writes_the_lessons_of_own_courses(cast, stands, today):
    own = of_courses(cast.algebra_7a)
    assert found(lessons_visible_to(stands("teacher"), today)) == own
    assert found(lessons_writable_by(stands("teacher"), today)) == own


def test_a_substitute_sees_and_writes_that_lesson_and_not_the_course(cast, stands, today):
    own = of_courses(cast.english_7a_2, cast.algebra_7b, cast.algebra_5a) | {cast.substituted.pk}
    by_class = of_courses(cast.algebra_7b)  # class teacher of 7 «Б»
    assert found(lessons_visible_to(stands("colleague"), today)) == own | by_class
    assert found(lessons_writable_by(stands("colleague"), today)) == own
    assert not courses_visible_to(stands("colleague"), today).filter(pk=cast.algebra_7a.pk).exists()


def test_a_class_teacher_sees_all_lessons_of_the_class_and_writes_own_ones(cast, stands, today):
    all_7a = of_courses(cast.algebra_7a, cast.russian_7a, cast.english_7a_1, cast.english_7a_2)
    assert found(lessons_visible_to(stands("classteacher"), today)) == all_7a
    assert found(lessons_writable_by(stands("classteacher"), today)) == of_courses(
        cast.russian_7a, cast.english_7a_1
    )


@pytest.mark.parametrize("who", ["deputy", "director"])
def test_heads_see_their_school_and_write_nothing(cast, stands, today, who):
    theirs = set(Lesson.objects.exclude(course=cast.other_algebra).values_list("pk", flat=True))
    assert found(lessons_visible_to(stands(who), today)) == theirs
    assert found(lessons_writable_by(stands(who), today)) == set()


@pytest.mark.parametrize("who", ["parent", "pupil", "neighbour", "office", "auditor", "admin", "parent2"])
def test_others_see_no_lesson_sheets(stands, today, who):
    assert found(lessons_visible_to(stands(who), today)) == set()
    assert found(lessons_writable_by(stands(who), today)) == set()


def test_the_other_school_is_another_world(cast, stands, today):
    theirs = of_courses(cast.other_algebra)
    for who in ("teacher2", "deputy2"):
        assert found(lessons_visible_to(stands(who), today)) == theirs


def test_a_course_given_away_takes_its_lessons_along(cast, stands):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 3))
    assert found(lessons_writable_by(stands("teacher"), dt.date(2026, 3, 3)))
    assert not found(lessons_writable_by(stands("teacher"), dt.date(2026, 3, 4)))
    assert not found(lessons_visible_to(stands("teacher"), dt.date(2026, 3, 4)))


def test_nobody_sees_nothing(today, cast):
    assert found(lessons_visible_to(NOBODY, today)) == set()
    assert found(lessons_writable_by(NOBODY, today)) == set()
    assert cast.lesson(cast.algebra_7a, "2026-03-04")
