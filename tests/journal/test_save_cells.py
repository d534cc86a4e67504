from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.journal.entering import DAY, change, save, standing
from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.cells import Saved
from zhurnal.journal.models import Absence, Average, Mark, PeriodClosure
from zhurnal.people.models import User
from zhurnal.school.models import Course, Teaching

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


def codes(answers) -> list[str]:
    return [getattr(answer, "code", type(answer).__name__.lower()) for answer in answers]


def test_a_mark_stands_where_the_teacher_put_it_and_answers_with_the_average(cast, column):
    (saved,) = save(cast, asked := change(cast.child, column, " 5 "))
    assert saved == Saved(asked.change_id, cast.child.pk, column.pk, 1, "5", "5,00", 1)
    mark = Mark.objects.get()
    assert (mark.marks, mark.pupil, mark.author.user, mark.version) == ((5,), cast.child, cast.teacher, 1)
    assert mark.set_at.date() == cast.school.today()


def test_the_line_of_the_ledger_tells_what_was_and_what_is(cast, column):
    save(cast, change(cast.child, column, "5"))
    save(cast, asked := change(cast.child, column, "4/3", seen=1))
    first, second = Line.objects.order_by("seq")
    assert (second.chain, second.action, second.actor_id, second.actor_role, second.change_id) == (
        f"course:{cast.algebra_7a.pk}", "cell.set", cast.teacher.person_id, "teacher", asked.change_id,
    )  # fmt: skip
    assert second.subject == f"cell:{cast.child.pk}:{column.pk}"
    assert first.details["after"] == second.details["before"] == "5"
    assert second.details == {
        "before": "5", "after": "4/3", "from": 1, "version": 2, "average": [200, 700, 2],
    }  # fmt: skip


def test_absence_over_a_mark_takes_the_mark_back_and_keeps_both_rows(cast, column):
    save(cast, change(cast.child, column, "5"))
    (saved,) = save(cast, change(cast.child, column, "н", seen=1))
    assert (saved.text, saved.version, saved.average, saved.count) == ("н", 3, "", 0)
    assert (Mark.objects.get().marks, Mark.objects.get().version) == ((), 2)
    assert (Absence.objects.get().code, Absence.objects.get().version) == ("н", 1)


def test_a_mark_over_absence_says_that_the_pupil_was_there(cast, column):
    save(cast, change(cast.child, column, "н"))
    (saved,) = save(cast, change(cast.child, column, "5", seen=1))
    assert (saved.text, saved.version) == ("5", 3)
    assert (Absence.objects.get().code, Absence.objects.get().version) == ("", 2)


def test_a_mark_and_lateness_stand_together(cast, column):
    (saved,) = save(cast, change(cast.child, column, "5 оп5"))
    assert (saved.text, saved.version) == ("5 оп5", 2)
    assert (Absence.objects.get().code, Absence.objects.get().minutes) == ("оп", 5)
    assert standing(cast, column, cast.child) == ("5 оп5", 2)


def test_clearing_takes_everything_back_and_deletes_nothing(cast, column):
    save(cast, change(cast.child, column, "5 оп5"))
    (saved,) = save(cast, change(cast.child, column, "", seen=2))
    assert (saved.text, saved.version, saved.average, saved.count) == ("", 4, "", 0)
    assert (Mark.objects.count(), Absence.objects.count()) == (1, 1)
    assert Average.objects.values_list("weight", "weighted", "count").get() == (0, 0, 0)


def test_a_comment_survives_a_new_value(cast, column):
    save(cast, change(cast.child, column, "4"))
    Mark.objects.update(comment="Ошибка в знаке")
    save(cast, change(cast.child, column, "5", seen=1))
    assert Mark.objects.get().comment == "Ошибка в знаке"


def test_the_average_weighs_a_control_work_twice(cast):
    ordinary = cast.column(cast.algebra_7a, "2026-02-25")
    save(cast, change(cast.child, ordinary, "5"))
    (saved,) = save(cast, change(cast.child, cast.control, "3"))
    assert (saved.average, saved.count) == ("3,67", 2)
    (row,) = Average.objects.all()
    assert Sums(row.weight, row.weighted, row.count) == Sums(300, 1100, 2)
    assert (row.course, row.period) == (cast.algebra_7a, cast.quarter)


def test_a_control_missed_and_written_later_has_its_mark_though_the_pupil_was_absent(cast):
    ordinary = cast.column(cast.algebra_7a, "2026-02-25")
    answers = save(cast, change(cast.child, ordinary, "б"), change(cast.child, cast.control, "4"))
    assert codes(answers) == ["saved", "saved"]
    assert [answer.version for answer in answers] == [1, 1]


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


def test_rows_and_line_come_together_or_not_at_all(cast, column, monkeypatch):
    def broken(*_args):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(ledger, "append_to", broken)
    with pytest.raises(DatabaseError):
        save(cast, change(cast.child, column, "5"))
    assert nothing_is_written()


def test_a_line_is_gone_with_the_transaction_of_its_mark(cast, column):
    with transaction.atomic():
        save(cast, change(cast.child, column, "5"))
        transaction.set_rollback(True)
    assert nothing_is_written()


def test_one_change_costs_seven_queries_and_thirty_cost_no_more(cast, column, django_assert_num_queries):
    lock = 1 if connection.vendor == "postgresql" else 0
    savepoint = 2
    course = Course.objects.select_related("subject", "year__school").get(pk=cast.algebra_7a.pk)
    with django_assert_num_queries(7 + lock + savepoint):
        save(cast, change(cast.child, column, "5"), course=course)
    others = [pupil for pupil in cast.pupils_7a if pupil != cast.child]
    with django_assert_num_queries(7 + lock + savepoint):
        answers = save(cast, *(change(pupil, column, "4") for pupil in others), course=course)
    assert codes(answers) == ["saved"] * 9
    with django_assert_num_queries(8 + lock + savepoint):
        save(cast, change(cast.child, column, "н", seen=1), course=course)


def test_nothing_asked_is_nothing_done(cast):
    assert save(cast) == []


def test_answers_are_told_in_the_order_of_the_changes(cast, column):
    asked = [change(pupil, column, "5") for pupil in reversed(cast.pupils_7a)]
    assert [answer.change_id for answer in save(cast, *asked)] == [one.change_id for one in asked]


def nothing_is_written() -> bool:
    tables = (Mark, Absence, Average, Line)
    return not any(table.objects.exists() for table in tables)
