"""Last year stands behind the forecast of this one, course by course and pupil by pupil."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.queries.last_year import pasts_of
from zhurnal.forecasts.queries.states import states_of
from zhurnal.forecasts.queries.years import year_records
from zhurnal.journal.models import Mark, Work
from zhurnal.school.models import Course, CourseMembership, Enrolment, SchoolClass, SchoolYear, StudyPeriod
from zhurnal.timetable.models import Lesson

pytestmark = pytest.mark.django_db
STARTS, ENDS = dt.date(2024, 9, 2), dt.date(2025, 5, 30)


@pytest.fixture
def sixth(cast):
    """Last year the pupils of 7 «А» were 6 «А»: the child had fives in algebra, all others threes."""
    year = SchoolYear.objects.create(school=cast.school, starts=STARTS, ends=ENDS)
    for number, (first, last) in enumerate(((STARTS, dt.date(2024, 12, 27)), (dt.date(2025, 1, 9), ENDS)), 1):
        StudyPeriod.objects.create(year=year, kind="quarter", number=number, starts=first, ends=last)
    school_class = SchoolClass.objects.create(year=year, grade=6, letter="А")
    course = Course.objects.create(
        year=year, subject=cast.algebra_7a.subject, school_class=school_class, period_kind="quarter",
        hours_a_week=3, grade=6,
    )  # fmt: skip
    days = [STARTS + dt.timedelta(days=7 * week) for week in range(36)]
    lessons = Lesson.objects.bulk_create(Lesson(course=course, date=day, number=1) for day in days)
    works = Work.objects.bulk_create(
        Work(lesson=lesson, position=1, kind=cast.kinds["answer"], weight=100) for lesson in lessons
    )
    for pupil in cast.pupils_7a:
        span = {"pupil": pupil, "valid_from": STARTS, "valid_to": ENDS}
        Enrolment.objects.create(school_class=school_class, **span)
        CourseMembership.objects.create(course=course, **span)
        for work in works[::2]:
            Mark.objects.create(
                work=work, pupil=pupil, value=5 if pupil == cast.child else 3, author=cast.teacher.person,
                set_at=dt.datetime.combine(work.lesson.date, dt.time(9), dt.UTC),
            )  # fmt: skip
    return cast


def pasts(cast):
    tracks = year_records(cast.school, cast.year, cast.school.today())
    return tracks[0], pasts_of(cast.school, cast.year, tracks)[0]


def test_who_was_strong_is_remembered_as_strong(sixth):
    one, past = pasts(sixth)
    algebra = one.subjects.index(sixth.algebra_7a.subject_id)
    levels = {pk: past.level[number, algebra] for number, pk in enumerate(one.pupils)}
    mates = [levels[pupil.pk] for pupil in sixth.pupils_7a if pupil != sixth.child]
    assert levels[sixth.child.pk] > max(mates)
    assert (past.sureness[[one.pupils.index(sixth.child.pk)], algebra] > 0).all()


def test_other_subjects_and_who_was_not_there_have_no_past(sixth):
    one, past = pasts(sixth)
    russian, algebra = (
        one.subjects.index(course.subject_id) for course in (sixth.russian_7a, sixth.algebra_7a)
    )
    assert not past.sureness[:, russian].any()
    assert not past.sureness[one.pupils.index(sixth.pupil_7b.pk), algebra]


def test_a_course_goes_on_from_that_of_most_of_its_pupils(sixth):
    one, past = pasts(sixth)
    known = dict(zip(one.courses, past.norm_known.tolist(), strict=True))
    assert (known[sixth.algebra_7a.pk], known[sixth.russian_7a.pk]) == (1, 0)


def test_it_is_in_the_forecast_before_this_year_has_said_anything(sixth):
    refresh_forecasts(school=sixth.school)
    (state,) = states_of(sixth.school)
    algebra = state.subjects[sixth.algebra_7a.subject_id]
    means = {pk: state.forecast.mean[number, algebra] for number, pk in enumerate(state.year.pupils)}
    mates = [means[pupil.pk] for pupil in sixth.pupils_7a if pupil != sixth.child]
    assert means[sixth.child.pk] > max(mates)


def test_a_first_year_has_none(cast):
    _, past = pasts(cast)
    assert not np.any(past.sureness)
