"""Whose classes, courses and pupils a person sees. A row too many is a leak, a row too few a locked door."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import person
from zhurnal.school.models import ClassTeacher, Course, Enrolment, SchoolClass, StudyGroup, Teaching
from zhurnal.school.policies import (
    classes_visible_to,
    courses_visible_to,
    courses_writable_by,
    pupils_visible_to,
    schools_overseen_by,
)
from zhurnal.school.standing import NOBODY, standing_of

pytestmark = pytest.mark.django_db

OWN_COURSES = ["algebra_7a", "russian_7a", "english_7a_1", "english_7a_2"]
SCHOOL_COURSES = [*OWN_COURSES, "algebra_7b", "algebra_5a"]


@pytest.fixture
def stands(cast):
    return lambda who: standing_of(getattr(cast, who), cast.school.today())


def ids(cast, names) -> set[int]:
    return {getattr(cast, name).pk for name in names}


def found(rows) -> set[int]:
    keys = list(rows.values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), "a row is listed twice"
    return set(keys)


@pytest.mark.parametrize(
    ("who", "classes"),
    [
        ("classteacher", ["class_7a"]),
        ("colleague", ["class_7b"]),
        ("teacher", []),
        ("deputy", ["class_7a", "class_7b", "class_5a"]),
        ("director", ["class_7a", "class_7b", "class_5a"]),
        ("office", ["class_7a", "class_7b", "class_5a"]),
        ("deputy2", ["other_class"]),
        ("auditor", []),
        ("admin", []),
        ("parent", []),
        ("pupil", []),
    ],
)
def test_classes_are_seen_by_their_teacher_heads_and_office(cast, stands, who, classes):
    assert found(classes_visible_to(stands(who))) == ids(cast, classes)


@pytest.mark.parametrize(
    ("who", "courses"),
    [
        ("teacher", ["algebra_7a"]),
        ("colleague", ["english_7a_2", "algebra_7b", "algebra_5a"]),
        ("classteacher", OWN_COURSES),
        ("deputy", SCHOOL_COURSES),
        ("director", SCHOOL_COURSES),
        ("teacher2", ["other_algebra"]),
        ("deputy2", ["other_algebra"]),
        ("office", []),
        ("auditor", []),
        ("admin", []),
        ("parent", []),
        ("pupil", []),
    ],
)
def test_courses_are_seen_by_their_teacher_the_class_teacher_and_heads(cast, stands, who, courses):
    assert found(courses_visible_to(stands(who), cast.school.today())) == ids(cast, courses)


@pytest.mark.parametrize(
    ("who", "courses"),
    [
        ("teacher", ["algebra_7a"]),
        ("classteacher", ["russian_7a", "english_7a_1"]),
        ("deputy", []),
        ("parent", []),
    ],
)
def test_courses_are_written_by_their_teacher_only(cast, who, courses):
    person_id = getattr(cast, who).person_id
    assert found(courses_writable_by(person_id, cast.school.today())) == ids(cast, courses)


def test_a_course_given_away_is_seen_no_more_from_the_next_day_on(cast, stands):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to=dt.date(2026, 3, 3))
    for day, seen in ((dt.date(2026, 3, 3), True), (dt.date(2026, 3, 4), False)):
        assert courses_visible_to(stands("teacher"), day).filter(pk=cast.algebra_7a.pk).exists() == seen
        writable = courses_writable_by(cast.teacher.person_id, day)
        assert writable.filter(pk=cast.algebra_7a.pk).exists() == seen


def test_a_teacher_of_the_course_twice_over_sees_it_once(cast, stands):
    Teaching.objects.create(course=cast.algebra_7a, teacher=cast.teacher.person, valid_from="2026-01-12")
    assert found(courses_visible_to(stands("teacher"), cast.school.today())) == {cast.algebra_7a.pk}


def test_the_class_teacher_sees_a_stream_in_which_own_pupils_learn(cast, stands):
    stream = StudyGroup.objects.create(year=cast.year, kind="stream", name="Поток")
    stream.classes.set([cast.class_7a, cast.class_7b])
    course = Course.objects.create(
        year=cast.year,
        subject=cast.subjects["Алгебра"],
        group=stream,
        period_kind="quarter",
        hours_a_week=1,
        grade=7,
    )
    assert course.pk in found(courses_visible_to(stands("classteacher"), cast.school.today()))
    assert course.pk not in found(courses_visible_to(stands("teacher"), cast.school.today()))


@pytest.mark.parametrize(
    ("who", "pupils"),
    [
        ("pupil", ["child"]),
        ("parent", ["child", "child_5a"]),
        ("neighbour", ["pupil_7b"]),
        ("parent2", ["other_pupil"]),
        ("colleague", ["pupil_7b"]),  # class teacher of 7 «Б»
        ("deputy2", ["other_pupil"]),
        ("teacher", []),
        ("office", []),
        ("auditor", []),
        ("admin", []),
    ],
)
def test_pupils_are_seen_by_family_class_teacher_and_heads(cast, stands, who, pupils):
    assert found(pupils_visible_to(stands(who))) == ids(cast, pupils)


def test_the_class_teacher_and_heads_see_who_left_too(cast, stands):
    of_class = {pupil.pk for pupil in [*cast.pupils_7a, cast.left]}
    assert found(pupils_visible_to(stands("classteacher"))) == of_class
    of_school = of_class | ids(cast, ["child_5a", "pupil_7b"])
    for who in ("deputy", "director"):
        assert found(pupils_visible_to(stands(who))) == of_school


def test_a_pupil_who_moved_is_seen_by_both_class_teachers_once(cast, stands):
    Enrolment.objects.filter(pupil=cast.child).update(valid_to="2026-02-27")
    Enrolment.objects.create(pupil=cast.child, school_class=cast.class_7b, valid_from="2026-02-28")
    for who in ("classteacher", "colleague", "deputy"):
        assert cast.child.pk in found(pupils_visible_to(stands(who)))


def test_a_class_teacher_of_yesterday_sees_the_class_no_more(cast, stands):
    ClassTeacher.objects.filter(school_class=cast.class_7a).update(valid_to="2026-03-03")
    standing = stands("classteacher")
    assert found(classes_visible_to(standing)) == set()
    assert found(pupils_visible_to(standing)) == set()


def test_a_class_teacher_who_is_a_parent_elsewhere_sees_both(cast, stands):
    child = person("Кузнецов Глеб Олегович", "m")
    child.guarded_by.create(guardian=cast.classteacher.person, kind="father", valid_from="2025-09-01")
    assert child.pk in found(pupils_visible_to(stands("classteacher")))


def test_journal_keeping_is_overseen_by_heads_and_auditors(cast, stands):
    overseen = {who: schools_overseen_by(stands(who)) for who in ("deputy", "director", "auditor", "deputy2")}
    own = frozenset({cast.school.pk})
    assert overseen == {
        "deputy": own, "director": own, "auditor": own, "deputy2": frozenset({cast.other_school.pk}),
    }  # fmt: skip
    assert not any(schools_overseen_by(stands(who)) for who in ("teacher", "office", "admin", "parent"))


def test_nobody_sees_nothing(cast):
    for rows in (
        classes_visible_to(NOBODY),
        courses_visible_to(NOBODY, cast.school.today()),
        pupils_visible_to(NOBODY),
    ):
        assert found(rows) == set()
    assert SchoolClass.objects.exists()
