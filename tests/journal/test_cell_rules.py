"""What may not be written into a cell, and what the refusal says."""

from __future__ import annotations

import pytest

from tests.journal.entering import DAY, change, codes, nothing_is_written, save
from zhurnal.audit.models import Line
from zhurnal.journal.actions.cells import Saved
from zhurnal.journal.models import Absence, Mark, PeriodClosure
from zhurnal.people.models import User
from zhurnal.school.models import Course, Teaching

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("6", "outside_scale"),
        ("0", "outside_scale"),
        ("1", "outside_scale"),
        ("кот", "unreadable"),
        ("5.4", "unreadable"),
        ("оп99", "unreadable"),
        ("{0} {x} %s", "unreadable"),
        ("5" * 60, "unreadable"),
        ("н/4", "absence_with_mark"),
        ("5 н", "absence_with_mark"),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence_that_repeats_it(cast, column, typed, code):
    (refused,) = save(cast, change(cast.child, column, typed))
    assert refused.code == code
    assert typed[:20] in refused.sentence
    assert "не сохранено" in refused.sentence
    assert nothing_is_written()


def test_absence_belongs_into_the_first_column_of_a_lesson(cast):
    assert codes(save(cast, change(cast.child, cast.control, "н"))) == ["absence_in_second_column"]
    assert codes(save(cast, change(cast.child, cast.control, "5 оп5"))) == ["absence_in_second_column"]


def test_a_subject_without_marks_takes_absence_only(cast, column):
    cast.algebra_7a.subject.scale = "none"
    answers = save(
        cast,
        change(cast.child, column, "5"),
        change(cast.arrived, column, "н"),
        change(cast.left, column, "5"),
    )
    assert codes(answers) == ["no_marks_in_subject", "saved", "not_member_that_day"]


def test_a_column_of_another_course_is_refused(cast):
    foreign = cast.column(cast.russian_7a, "2026-03-02")
    other_school = cast.column(cast.other_algebra, DAY)
    answers = save(cast, change(cast.child, foreign, "5"), change(cast.child, other_school, "5"))
    assert codes(answers) == ["foreign_column", "foreign_column"]
    assert nothing_is_written()


def test_a_pupil_of_another_class_is_refused(cast, column):
    answers = save(cast, change(cast.pupil_7b, column, "5"), change(cast.other_pupil, column, "5"))
    assert codes(answers) == ["foreign_pupil", "foreign_pupil"]


def test_a_pupil_who_had_left_by_then_is_refused_by_date(cast, column):
    (refused,) = save(cast, change(cast.left, column, "5"))
    assert refused.code == "not_member_that_day"
    assert "4 марта" in refused.sentence
    assert "выбыл 31 января" in refused.sentence


def test_a_pupil_who_left_keeps_the_marks_of_the_days_before(cast):
    before = cast.column(cast.algebra_7a, "2026-01-30")
    assert codes(save(cast, change(cast.left, before, "4"))) == ["saved"]


def test_a_pupil_who_had_not_come_yet_is_refused_by_date(cast):
    early, first_day = (cast.column(cast.algebra_7a, day) for day in ("2026-02-06", "2026-02-09"))
    refused, saved = save(cast, change(cast.arrived, early, "5"), change(cast.arrived, first_day, "5"))
    assert refused.code == "not_member_that_day"
    assert "с 9 февраля" in refused.sentence
    assert isinstance(saved, Saved)


def test_a_future_lesson_is_refused(cast):
    (refused,) = save(cast, change(cast.child, cast.column(cast.algebra_7a, "2026-03-06"), "5"))
    assert refused.code == "future_lesson"
    assert "6 марта" in refused.sentence


def test_a_cancelled_lesson_is_refused(cast):
    (refused,) = save(cast, change(cast.child, cast.column(cast.algebra_7a, "2026-02-27"), "5"))
    assert (refused.code, "27 февраля" in refused.sentence) == ("cancelled_lesson", True)


def test_a_lesson_of_a_closed_period_is_refused(cast, column):
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert codes(save(cast, change(cast.child, column, "5"))) == ["closed_period"]


def test_a_closed_period_of_another_kind_or_school_hinders_nobody(cast, column):
    half_year = cast.year.periods.get(kind="half_year", number=2)
    elsewhere = cast.other_algebra.year.periods.get(kind="quarter", number=3)
    for period in (half_year, elsewhere):
        PeriodClosure.objects.create(period=period, closed_by=cast.deputy.person, closed_at=cast.school.now())
    assert codes(save(cast, change(cast.child, column, "5"))) == ["saved"]


def test_a_lesson_outside_all_periods_is_refused(cast, column):
    Course.objects.filter(pk=cast.algebra_7a.pk).update(period_kind="trimester")
    cast.algebra_7a.refresh_from_db()
    assert codes(save(cast, change(cast.child, column, "5"))) == ["no_period"]


def test_refused_changes_hinder_no_others(cast, column):
    pupils = cast.pupils_7a
    future = cast.column(cast.algebra_7a, "2026-03-06")
    answers = save(
        cast,
        change(pupils[0], column, "5"), change(pupils[1], column, "7"), change(pupils[2], future, "5"),
        change(cast.left, column, "5"), change(pupils[3], column, "5", seen=9),
        change(pupils[4], column, "н"),
    )  # fmt: skip
    assert codes(answers) == [
        "saved", "outside_scale", "future_lesson", "not_member_that_day", "conflict", "saved",
    ]  # fmt: skip
    assert (Mark.objects.count(), Absence.objects.count(), Line.objects.count()) == (1, 1, 2)


def test_somebody_elses_teacher_writes_nothing(cast, column):
    for actor in (cast.classteacher, cast.deputy, cast.parent, cast.teacher2):
        assert codes(save(cast, change(cast.child, column, "5"), actor=actor)) == ["not_your_lesson"]
    assert nothing_is_written()


def test_an_account_without_a_person_writes_nothing(cast, column):
    robot = User.objects.create(login="robot", password="!")
    assert codes(save(cast, change(cast.child, column, "5"), actor=robot)) == ["not_your_lesson"]


def test_a_substitute_writes_into_that_lesson_only(cast, column):
    substituted = cast.column(cast.algebra_7a, "2026-03-02")
    answers = save(
        cast, change(cast.child, substituted, "5"), change(cast.child, column, "5"), actor=cast.colleague
    )
    assert codes(answers) == ["saved", "not_your_lesson"]
    assert Mark.objects.get().author.user == cast.colleague


def test_a_teacher_who_gave_the_course_away_writes_no_more(cast, column):
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to="2026-03-03")
    assert codes(save(cast, change(cast.child, column, "5"))) == ["not_your_lesson"]
    Teaching.objects.filter(course=cast.algebra_7a).update(valid_to="2026-03-04")
    assert codes(save(cast, change(cast.child, column, "5"))) == ["saved"]
