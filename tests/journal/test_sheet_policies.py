"""Whose lessons a person sees and writes: a substitute the lesson, never the course."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.journal.policies import sheets_visible_to
from zhurnal.school.models import School, Teaching
from zhurnal.school.policies import courses_visible_to
from zhurnal.school.standing import NOBODY, standing_of
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(cast):
    return cast.school.today()


@pytest.fixture
def stands(cast, today):
    return lambda who: standing_of(getattr(cast, who), today)


def of_courses(*courses) -> set[int]:
    return set(Lesson.objects.filter(course__in=courses).values_list("pk", flat=True))


def seen(standing) -> set[int]:
    """The lessons whose sheet the person may open."""
    keys = list(sheets_visible_to(standing).values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), "a lesson is listed twice"
    return set(keys)


def written(standing) -> set[int]:
    """Those of them in which the person may write."""
    return held(sheets_visible_to(standing))


def held(sheets) -> set[int]:
    return {sheet.pk for sheet in sheets if sheet.held}


def test_a_teacher_sees_and_writes_the_lessons_of_own_courses(cast, stands):
    own = of_courses(cast.algebra_7a)
    assert seen(stands("teacher")) == own
    assert written(stands("teacher")) == own


def test_a_substitute_sees_and_writes_that_lesson_and_not_the_course(cast, stands, today):
    own = of_courses(cast.english_7a_2, cast.algebra_7b, cast.algebra_5a) | {cast.substituted.pk}
    by_class = of_courses(cast.algebra_7b)  # class teacher of 7 «Б»
    assert seen(stands("colleague")) == own | by_class
    assert written(stands("colleague")) == own
    assert not courses_visible_to(stands("colleague"), today).filter(pk=cast.algebra_7a.pk).exists()


def test_a_class_teacher_sees_all_lessons_of_the_class_and_writes_own_ones(cast, stands):
    all_7a = of_courses(cast.algebra_7a, cast.russian_7a, cast.english_7a_1, cast.english_7a_2)
    assert seen(stands("classteacher")) == all_7a
    assert written(stands("classteacher")) == of_courses(cast.russian_7a, cast.english_7a_1)


@pytest.mark.parametrize("who", ["deputy", "director"])
def test_heads_see_their_school_and_write_nothing(cast, stands, who):
    theirs = set(Lesson.objects.exclude(course=cast.other_algebra).values_list("pk", flat=True))
    assert seen(stands(who)) == theirs
    assert written(stands(who)) == set()


@pytest.mark.parametrize("who", ["parent", "pupil", "neighbour", "office", "auditor", "admin", "parent2"])
def test_others_see_no_lesson_sheets(stands, who):
    assert seen(stands(who)) == set()
    assert written(stands(who)) == set()


def test_the_other_school_is_another_world(cast, stands):
    theirs = of_courses(cast.other_algebra)
    for who in ("teacher2", "deputy2"):
        assert seen(stands(who)) == theirs


def test_a_course_given_away_takes_its_lessons_along(cast, stands):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 3))
    assert not written(stands("teacher"))
    assert not seen(stands("teacher"))
    School.objects.update(frozen_today=dt.date(2026, 3, 3))
    assert written(stands("teacher")) == of_courses(cast.algebra_7a)


def test_nobody_sees_nothing(cast):
    assert seen(NOBODY) == set()
    assert written(NOBODY) == set()
    assert cast.lesson(cast.algebra_7a, "2026-03-04")
