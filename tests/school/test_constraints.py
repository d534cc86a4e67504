"""The database itself refuses what must never stand in the registers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.school.models import (
    ClassTeacher,
    CourseMembership,
    DayOff,
    Employment,
    Enrolment,
    SchoolCard,
    StudyGroup,
    StudyPeriod,
    Teaching,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

EARLY = dt.date(2000, 1, 1)


def ends_early(model: type[Model], **which: object) -> Callable[[Cast], None]:
    return lambda _: alter(model._default_manager.filter(**which)[0], valid_to=EARLY)


BREAKERS: dict[str, Callable[[Cast], None]] = {
    "schoolcard.school": lambda cast: again(SchoolCard.objects.create(school=cast.school)),
    "subject_name_once": lambda cast: again(cast.subjects["Алгебра"]),
    "study_group_name_once": lambda _: again(StudyGroup.objects.all()[0]),
    "course_of_class_once": lambda cast: again(cast.algebra_7a),
    "course_of_group_once": lambda cast: again(cast.english_7a_1, school_class=cast.class_7b),
    "course_grade": lambda cast: alter(cast.algebra_7a, grade=12),
    "course_has_pupils_from_somewhere": lambda cast: alter(cast.algebra_7a, school_class=None),
    "course_membership_once": lambda _: again(CourseMembership.objects.all()[0]),
    "course_membership_ends_after_start": ends_early(CourseMembership),
    "teaching_once": lambda _: again(Teaching.objects.all()[0]),
    "teaching_ends_after_start": ends_early(Teaching),
    "employment_open_once": lambda _: again(Employment.objects.all()[0], valid_from=EARLY),
    "employment_role": lambda _: alter(Employment.objects.all()[0], role="guardian"),
    "employment_ends_after_start": ends_early(Employment),
    "class_teacher_one_at_a_time": lambda cast: again(
        ClassTeacher.objects.all()[0], teacher=cast.teacher.person
    ),
    "class_teacher_ends_after_start": ends_early(ClassTeacher),
    "enrolment_open_once": lambda cast: again(
        Enrolment.objects.get(pupil=cast.child), school_class=cast.class_7b
    ),
    "enrolment_once": lambda cast: again(Enrolment.objects.get(pupil=cast.left)),
    "enrolment_ends_after_start": ends_early(Enrolment),
    "school_year_name_once": lambda cast: again(cast.year),
    "school_year_ends_after_start": lambda cast: alter(cast.year, ends=EARLY),
    "study_period_once": lambda cast: again(cast.quarter),
    "study_period_ends_after_start": lambda _: alter(StudyPeriod.objects.all()[0], ends=EARLY),
    "day_off_once": lambda _: again(DayOff.objects.all()[0]),
    "day_off_ends_after_start": lambda _: alter(DayOff.objects.all()[0], ends=EARLY),
    "school_class_once": lambda cast: again(cast.class_7a),
    "school_class_grade": lambda cast: alter(cast.class_7a, grade=12),
    "school_class_week": lambda cast: alter(cast.class_7a, days_a_week=7),
}


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("school", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("school"))


def test_a_pupil_who_left_may_come_back_into_the_same_class(cast):
    again(Enrolment.objects.get(pupil=cast.left), valid_from=dt.date(2026, 3, 1), valid_to=None)


def test_the_two_schools_may_have_classes_and_subjects_of_one_name(cast):
    assert cast.class_7a.name == cast.other_class.name
    assert cast.algebra_7a.subject.name == cast.other_algebra.subject.name
