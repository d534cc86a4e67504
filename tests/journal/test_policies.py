"""Whose pages and marks a person sees, asked on the day of each school."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.journal.policies import (
    journals_visible_to,
    journals_writable_by,
    sheets_visible_to,
)
from zhurnal.journal.queries.courses import course_to_show, course_to_write
from zhurnal.school import policies as school
from zhurnal.school.models import Course, School, Teaching
from zhurnal.school.standing import standing_of
from zhurnal.timetable.models import Substitution

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "teacher", "colleague", "classteacher", "deputy", "director", "parent", "pupil", "office", "auditor",
    "admin", "neighbour", "teacher2", "parent2", "deputy2",
]  # fmt: skip


@pytest.fixture
def stands(cast):
    return lambda who: standing_of(getattr(cast, who), cast.school.today())


def keys(rows) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))


def held(rows) -> list[int]:
    return sorted(row.pk for row in rows if row.held)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_grid_follows_the_rules_of_the_registers_on_the_day_of_the_school(cast, stands, who):
    today, standing = cast.school.today(), stands(who)
    assert keys(journals_visible_to(standing)) == keys(school.courses_visible_to(standing, today))
    assert held(journals_visible_to(standing)) == keys(school.courses_writable_by(standing.person_id, today))


def test_a_school_that_stands_still_is_asked_about_its_own_day(cast, stands):
    """The clock runs on; what ends in the demo's future still holds there today."""
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 4))
    assert keys(journals_visible_to(stands("teacher"))) == [cast.algebra_7a.pk]
    assert keys(journals_writable_by(cast.teacher.person_id)) == [cast.algebra_7a.pk]
    School.objects.filter(pk=cast.school.pk).update(frozen_today=dt.date(2026, 3, 5))
    assert keys(journals_visible_to(stands("teacher"))) == []
    assert keys(journals_writable_by(cast.teacher.person_id)) == []
    assert keys(sheets_visible_to(stands("teacher"))) == []


def test_a_school_that_lives_is_asked_about_today(cast, stands):
    School.objects.update(frozen_today=None)
    assert keys(journals_visible_to(stands("teacher"))) == [cast.algebra_7a.pk]
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 4))
    assert School.objects.get(pk=cast.school.pk).today() > dt.date(2026, 3, 4)
    assert keys(journals_visible_to(stands("teacher"))) == []


def test_a_substitute_writes_into_a_course_without_seeing_its_grid(cast, stands):
    assert cast.algebra_7a.pk in keys(journals_writable_by(cast.colleague.person_id))
    assert cast.algebra_7a.pk not in keys(journals_visible_to(stands("colleague")))
    Substitution.objects.all().delete()
    assert cast.algebra_7a.pk not in keys(journals_writable_by(cast.colleague.person_id))


def test_pages_are_read_with_all_names_in_one_query(stands, django_assert_num_queries):
    standing = stands("classteacher")
    with django_assert_num_queries(1):
        assert all(str(course) and course.year.school.today() for course in journals_visible_to(standing))
    with django_assert_num_queries(1):
        for lesson in sheets_visible_to(standing):
            assert str(lesson.course)
            assert (hasattr(lesson, "topic"), hasattr(lesson, "attendance_taken")) == (False, False)


@pytest.mark.parametrize("who", EVERYBODY)
def test_one_course_is_found_as_the_policies_have_it(stands, who):
    standing = stands(who)
    writable_here = held(journals_visible_to(standing))
    visible = {key: key in writable_here for key in keys(journals_visible_to(standing))}
    writable = keys(journals_writable_by(standing.person_id))
    for course in Course.objects.all():
        shown = course_to_show(standing, course.pk)
        expected = (course.pk, visible[course.pk]) if course.pk in visible else None
        assert (shown and (shown[0].pk, shown[1])) == expected
        found = course_to_write(standing.person_id, course.pk)
        assert (found is not None) == (course.pk in writable)
    assert course_to_show(standing, 10**9) is None


def test_a_course_is_found_with_all_its_names_in_one_query(cast, django_assert_num_queries):
    for course in (cast.algebra_7a, cast.english_7a_1):
        teacher_id = Teaching.objects.get(course=course).teacher_id
        with django_assert_num_queries(1):
            found = course_to_write(teacher_id, course.pk)
        assert found is not None
        with django_assert_num_queries(0):
            assert (str(found), found.year.school.short_name) == (str(course), "Школа № 1")
            assert found.year.school.today() == cast.school.today()


def test_what_a_course_is_found_by_is_asked_anew_each_time(cast):
    assert course_to_write(cast.teacher.person_id, cast.algebra_7a.pk)
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 3))
    assert course_to_write(cast.teacher.person_id, cast.algebra_7a.pk) is None
