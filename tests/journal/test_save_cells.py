from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.journal.entering import DAY, change, codes, nothing_is_written, save, standing
from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.cells import Saved
from zhurnal.journal.models import Absence, Average, Mark
from zhurnal.school.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


def test_a_mark_stands_where_the_teacher_put_it_and_answers_with_the_average(cast, column):
    (saved,) = save(cast, asked := change(cast.child, column, " 5 "))
    assert saved == Saved(asked.change_id, cast.child.pk, column.pk, 1, "5", "5,00", 1)
    mark = Mark.objects.get()
    assert (mark.marks, mark.pupil, mark.author.user, mark.version) == ((5,), cast.child, cast.teacher, 1)
    assert timezone.localdate(mark.set_at) == cast.school.today()


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
