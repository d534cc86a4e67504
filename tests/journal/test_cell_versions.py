"""What happens to a change that comes late, twice, or after somebody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.journal.entering import DAY, change, save, standing
from zhurnal.audit.models import Line
from zhurnal.journal.actions.cells import Conflict, Refused, Saved
from zhurnal.journal.models import Absence, Mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, "2026-03-02")  # the teacher and a substitute may write here


def test_a_stale_version_is_a_conflict_that_tells_what_stands_there_who_and_when(cast, column):
    save(cast, change(cast.child, column, "4"), actor=cast.colleague)
    (conflict,) = save(cast, asked := change(cast.child, column, "5"))
    assert isinstance(conflict, Conflict)
    assert (conflict.change_id, conflict.version, conflict.text) == (asked.change_id, 1, "4")
    assert conflict.by == "Петрова И. И."
    assert conflict.at == Mark.objects.get().set_at
    assert standing(cast, column, cast.child) == ("4", 1)
    assert Line.objects.count() == 1


def test_the_conflict_names_who_changed_the_cell_last(cast, column):
    save(cast, change(cast.child, column, "5"))
    save(cast, change(cast.child, column, "5 оп10", seen=1), actor=cast.colleague)
    (conflict,) = save(cast, change(cast.child, column, "4", seen=1))
    assert (conflict.by, conflict.text, conflict.version) == ("Петрова И. И.", "5 оп10", 2)
    assert conflict.at == Absence.objects.get().set_at


def test_a_version_that_was_never_reached_is_a_conflict_with_nothing(cast, column):
    (conflict,) = save(cast, change(cast.child, column, "5", seen=3))
    assert (conflict.version, conflict.text, conflict.by, conflict.at) == (0, "", "", None)


def test_typing_what_stands_there_already_is_no_conflict_and_no_new_version(cast, column):
    save(cast, change(cast.child, column, "4"), actor=cast.colleague)
    for seen in (0, 1, 7):
        (saved,) = save(cast, change(cast.child, column, "4", seen=seen))
        assert (saved.text, saved.version, saved.average, saved.count) == ("4", 1, "4,00", 1)
    assert Line.objects.count() == 1
    assert Mark.objects.get().author.user == cast.colleague


def test_clearing_an_empty_cell_writes_nothing(cast, column):
    (saved,) = save(cast, change(cast.child, column, ""))
    assert (saved.text, saved.version) == ("", 0)
    assert not Mark.objects.exists()
    assert not Line.objects.exists()


def test_changes_of_one_cell_in_one_request_build_on_one_another(cast, column):
    answers = save(
        cast,
        change(cast.child, column, "3"),
        change(cast.child, column, "н"),
        change(cast.child, column, "5", seen=1),
    )
    assert [(answer.text, answer.version, answer.average) for answer in answers] == [
        ("3", 1, "3,00"), ("н", 3, ""), ("5", 5, "5,00"),
    ]  # fmt: skip
    assert [line.details["after"] for line in Line.objects.order_by("seq")] == ["3", "н", "5"]
    assert standing(cast, column, cast.child) == ("5", 5)


def test_a_conflict_holds_for_all_that_follows_it_in_the_request(cast, column):
    save(cast, change(cast.child, column, "2"), actor=cast.colleague)
    answers = save(cast, change(cast.child, column, "4"), change(cast.child, column, "5"))
    assert [type(answer) for answer in answers] == [Conflict, Conflict]


def test_the_same_change_sent_again_gets_the_same_answer_and_changes_nothing(cast, column):
    asked = change(cast.child, column, "5")
    first = save(cast, asked)
    assert save(cast, asked) == first
    other = cast.column(cast.algebra_7a, DAY)
    save(cast, change(cast.child, column, "4", seen=1), change(cast.child, other, "2"))
    assert save(cast, asked) == first, "the answer is the one of then, though a 4 stands there now"
    assert standing(cast, column, cast.child) == ("4", 2)
    assert Line.objects.count() == 3


def test_the_same_change_twice_in_one_request_is_done_once(cast, column):
    asked = change(cast.child, column, "5")
    first, second = save(cast, asked, asked)
    assert first == second
    assert Line.objects.count() == 1


def test_another_spelling_of_the_same_value_is_the_same_change(cast, column):
    (first,) = save(cast, change(cast.child, column, "54", change_id=7))
    (again,) = save(cast, change(cast.child, column, " 5/4", seen=5, change_id=7))
    assert again == first


def test_a_refused_change_sent_again_is_refused_again(cast, column):
    asked = change(cast.child, column, "7")
    assert save(cast, asked) == save(cast, asked)


@pytest.mark.parametrize("what", ["pupil", "column", "value", "actor", "course", "unreadable"])
def test_an_id_that_stands_for_another_change_is_refused(cast, column, what):
    save(cast, change(cast.child, column, "5", change_id=7))
    pupil, place, value, actor, course = cast.child, column, "5", cast.teacher, cast.algebra_7a
    match what:
        case "pupil":
            pupil = cast.arrived
        case "column":
            place = cast.column(cast.algebra_7a, DAY)
        case "value":
            value = "4"
        case "unreadable":
            value = "кот"
        case "actor":
            actor = cast.colleague
        case "course":
            actor, course = cast.classteacher, cast.russian_7a
    (refused,) = save(cast, change(pupil, place, value, 1, change_id=7), actor=actor, course=course)
    assert isinstance(refused, Refused)
    assert (refused.code, "ещё раз" in refused.sentence) == ("foreign_change_id", True)
    assert standing(cast, column, cast.child) == ("5", 1)
    assert Line.objects.count() == 1


def test_one_id_for_two_changes_in_one_request_serves_the_first_only(cast, column):
    answers = save(
        cast, change(cast.child, column, "5", change_id=7), change(cast.arrived, column, "4", change_id=7)
    )
    assert [getattr(answer, "code", "") for answer in answers] == ["", "foreign_change_id"]
    assert Mark.objects.count() == 1


def test_what_was_typed_after_a_change_whose_answer_was_lost_is_no_conflict(cast, column):
    lost = change(cast.child, column, "3")
    save(cast, lost)
    repeated, typed_next = save(cast, lost, change(cast.child, column, "4"))
    assert (repeated.version, typed_next.version, typed_next.text) == (1, 2, "4")


def test_but_somebody_elses_change_in_between_is_a_conflict(cast, column):
    lost = change(cast.child, column, "3")
    save(cast, lost)
    save(cast, change(cast.child, column, "2", seen=1), actor=cast.colleague)
    repeated, typed_next = save(cast, lost, change(cast.child, column, "4"))
    assert isinstance(repeated, Saved)
    assert (repeated.text, repeated.version) == ("3", 1)
    assert isinstance(typed_next, Conflict)
    assert (typed_next.text, typed_next.by) == ("2", "Петрова И. И.")


def test_the_ledger_keeps_the_true_time_and_the_row_the_day_of_the_school(cast, column):
    save(cast, change(cast.child, column, "5"))
    line = Line.objects.get()
    assert abs(dt.datetime.now(dt.UTC) - line.at) < dt.timedelta(minutes=1)
    assert timezone.localdate(Mark.objects.get().set_at) == cast.school.today()
