"""The records of a year hold what stands in the journal, by the rules that make the average of the diary."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.journal.ruling import rule
from zhurnal.calc.forecast.records import NEVER, NOT_ATTESTED, NOT_TAUGHT, WorkType
from zhurnal.forecasts.queries.years import year_records
from zhurnal.forecasts.tracks import subject_code, work_type
from zhurnal.journal.models import Absence, ExternalMark, Mark, PeriodMark
from zhurnal.school.models import Subject

pytestmark = pytest.mark.django_db


def year_of(cast):
    (one,) = year_records(cast.school, cast.year, cast.school.today())
    return one


def marks_of(one, pupil, course):
    marks = one.records.marks
    at = (marks.pupil == one.pupils.index(pupil.pk)) & (
        marks.subject == one.subjects.index(course.subject_id)
    )
    names = ("day", "entered", "kind", "weight", "value", "void_day")
    return [tuple(row) for row in np.stack([getattr(marks, name)[at] for name in names], 1).tolist()]


def put(cast, day, value, entered, **fields):
    moment = dt.datetime.fromisoformat(f"{entered}T09:00:00+00:00")
    work = cast.column(cast.algebra_7a, day)
    return Mark.objects.create(
        work=work, pupil=cast.child, value=value, author=cast.teacher.person, set_at=moment, **fields
    )


def test_a_mark_stands_on_the_day_of_its_lesson_and_is_known_from_the_day_it_was_written(cast):
    put(cast, "2026-02-16", 4, "2026-02-18")
    one = year_of(cast)
    day = one.calendar.number
    expected = (day(dt.date(2026, 2, 16)), day(dt.date(2026, 2, 18)), WorkType.ANSWER, 1.0, 4, NEVER)
    assert marks_of(one, cast.child, cast.algebra_7a) == [expected]


def test_what_was_written_late_in_the_evening_belongs_to_the_day_of_the_school(cast):
    mark = put(cast, "2026-02-16", 4, "2026-02-16")
    Mark.objects.filter(pk=mark.pk).update(set_at=dt.datetime(2026, 2, 16, 22, 30, tzinfo=dt.UTC))
    one = year_of(cast)
    assert marks_of(one, cast.child, cast.algebra_7a)[0][1] == one.calendar.number(dt.date(2026, 2, 17))


def test_a_resit_annuls_the_first_attempt_on_the_day_it_was_written(cast):
    put(cast, "2026-02-16", 2, "2026-02-25", resit=4)
    one = year_of(cast)
    lesson, resat = (one.calendar.number(dt.date(2026, 2, day)) for day in (16, 25))
    assert [(row[1], row[4], row[5]) for row in marks_of(one, cast.child, cast.algebra_7a)] == [
        (lesson, 2, resat), (resat, 4, NEVER),
    ]  # fmt: skip


def test_where_both_attempts_count_the_first_is_told_once_before_and_once_after(cast):
    rule(cast, counting={"resit": "both"})
    put(cast, "2026-02-16", 2, "2026-02-25", resit=4)
    values = [(row[4], row[5] == NEVER) for row in marks_of(year_of(cast), cast.child, cast.algebra_7a)]
    assert values == [(2, False), (2, True), (4, True)]


def test_a_double_mark_is_two_and_a_control_work_is_known_as_one(cast):
    Mark.objects.create(
        work=cast.control, pupil=cast.child, value=5, second=4, author=cast.teacher.person,
        set_at=cast.school.now(),
    )  # fmt: skip
    rows = marks_of(year_of(cast), cast.child, cast.algebra_7a)
    assert [(row[2], row[3], row[4]) for row in rows] == [
        (WorkType.CONTROL, 2.0, 5),
        (WorkType.CONTROL, 2.0, 4),
    ]


def test_weight_nothing_counts_for_nothing(cast):
    cast.column(cast.algebra_7a, "2026-02-16").lesson.works.update(weight=0)
    put(cast, "2026-02-16", 4, "2026-02-16")
    assert marks_of(year_of(cast), cast.child, cast.algebra_7a) == []


def test_a_mark_that_was_carried_along_counts_once_and_one_from_elsewhere_counts(cast):
    put(cast, "2026-02-16", 4, "2026-02-16")
    for day, value in (("2026-02-16", 4), ("2026-01-20", 3)):
        ExternalMark.objects.create(
            course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, date=day, value=value,
            source="школа № 5", author=cast.teacher.person, set_at=cast.school.now(),
        )  # fmt: skip
    assert sorted(row[4] for row in marks_of(year_of(cast), cast.child, cast.algebra_7a)) == [3, 4]


def test_lessons_hold_control_works_and_not_what_was_cancelled(cast):
    one = year_of(cast)
    lessons, algebra = one.records.lessons, one.courses.index(cast.algebra_7a.pk)
    days = lessons.day[lessons.course == algebra].tolist()
    assert one.calendar.number(cast.cancelled.date) not in days
    planned = lessons.day[(lessons.course == algebra) & (lessons.control > 0)].tolist()
    assert planned == [one.calendar.number(dt.date(2026, 2, 25))]


def test_who_came_yesterday_is_there_and_who_left_is_not(cast):
    one = year_of(cast)
    assert cast.arrived.pk in one.pupils
    assert cast.left.pk not in one.pupils
    arrived = one.pupils.index(cast.arrived.pk)
    assert one.records.course[arrived, one.subjects.index(cast.algebra_7a.subject_id)] != NOT_TAUGHT


def test_period_marks_count_once_the_period_is_over(cast):
    told = {
        "pupil": cast.child,
        "course": cast.algebra_7a,
        "author": cast.teacher.person,
        "set_at": cast.school.now(),
    }
    for period, value in zip(cast.quarters[:3], ("4", "н/а", "5"), strict=True):
        PeriodMark.objects.create(period=period, value=value, **told)
    one = year_of(cast)
    at = one.pupils.index(cast.child.pk), one.subjects.index(cast.algebra_7a.subject_id)
    finals = one.records.finals[:, at[0], at[1]]
    assert finals[:2].tolist() == [4, NOT_ATTESTED]
    assert np.isnan(finals[2:]).all()


def test_subjects_without_averages_have_no_forecast(cast):
    Subject.objects.filter(pk=cast.russian_7a.subject_id).update(scale=Subject.Scale.PASS_FAIL)
    assert cast.russian_7a.subject_id not in year_of(cast).subjects


def test_days_missed_are_known_once_however_many_lessons_they_had(cast):
    for course in (cast.algebra_7a, cast.russian_7a):
        Absence.objects.create(
            lesson=cast.lesson(course, "2026-02-16"), pupil=cast.child, code="нп", author=cast.teacher.person,
            set_at=cast.school.now(),
        )  # fmt: skip
    one = year_of(cast)
    absences = one.records.absences
    assert absences.day[absences.pupil == one.pupils.index(cast.child.pk)].tolist() == [
        one.calendar.number(dt.date(2026, 2, 16))
    ]


def test_a_rule_that_was_changed_in_the_year_keeps_its_thresholds_for_the_periods_before(cast):
    rule(cast)
    rule(cast, since="2026-01-12", period={**_period(), "thresholds": {"5": "4.6", "4": "3.6", "3": "2.6"}})
    one = year_of(cast)
    borders = [tuple(map(float, some)) for some in one.records.thresholds]
    assert borders == [(2.5, 3.5, 4.5)] * 2 + [(2.6, 3.6, 4.6)] * 2


def _period():
    from zhurnal.journal.queries.rules import DEFAULT  # noqa: PLC0415 -- one test needs it

    return DEFAULT["period"]


def test_it_costs_the_same_however_large_the_school(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        year_records(cast.school, cast.year, cast.school.today())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Алгебра", "alg"),
        ("Физика", "phys"),
        ("Физическая культура", "pe"),
        ("Русский язык", "rus"),
        ("Музыка", ""),
    ],
)
def test_subjects_are_known_by_their_names(name, code):
    assert subject_code(name) == code


@pytest.mark.parametrize(
    ("code", "name", "is_control", "kind"),
    [
        ("answer", "Ответ на уроке", False, WorkType.ANSWER),
        ("homework", "Домашняя работа", False, WorkType.HOMEWORK),
        ("independent", "Самостоятельная", False, WorkType.QUIZ), ("own-3", "Проект", False, WorkType.PROJECT),
        ("dictation", "Диктант", True, WorkType.CONTROL),
    ],
)  # fmt: skip
def test_kinds_of_work_are_known_by_what_they_are(code, name, is_control, kind):
    assert work_type(code, name, is_control=is_control) is kind
