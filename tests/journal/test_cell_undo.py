"""Taking back: what was deleted or replaced returns with all that went with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.journal.entering import DAY, change, codes, save
from tests.journal.ruling import rule
from zhurnal.audit import ledger
from zhurnal.audit.models import Line
from zhurnal.journal import history
from zhurnal.journal.models import Mark
from zhurnal.journal.replay import replay

pytestmark = pytest.mark.django_db
SAID = "Ошибки в знаках"
DUE = dt.date(2026, 3, 11)


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


@pytest.fixture
def deleted(cast, column):
    """A «3» with a comment for teachers only, taken away again: version 2."""
    said = replace(change(cast.child, column, "3"), comment=SAID, is_staff_only=True)
    save(cast, said, change(cast.child, column, "", seen=1))


def back(pupil, column, value, seen):
    return replace(change(pupil, column, value, seen), undo=True)


@pytest.mark.usefixtures("deleted")
def test_a_deleted_mark_comes_back_with_its_comment_and_who_may_read_it(cast, column):
    (saved,) = save(cast, back(cast.child, column, "3", 2))
    row = Mark.objects.get()
    assert (row.marks, row.comment, row.is_staff_only) == ((3,), SAID, True)
    assert (saved.version, saved.noted) == (3, True)
    assert list(replay()) == []


@pytest.mark.usefixtures("deleted")
def test_the_ledger_tells_what_came_back(cast, column):
    save(cast, back(cast.child, column, "3", 2))
    last = ledger.history(history.cell_subject(cast.child.pk, column.pk))[-1]
    assert last.details is not None
    assert last.details["with"] == {"comment": SAID, "staff_only": True}


@pytest.mark.usefixtures("deleted")
def test_what_is_typed_anew_gets_no_old_comment(cast, column):
    (saved,) = save(cast, change(cast.child, column, "3", seen=2))
    assert (Mark.objects.get().comment, saved.noted) == ("", False)


@pytest.mark.usefixtures("deleted")
def test_another_mark_than_the_deleted_one_gets_no_comment_of_it(cast, column):
    save(cast, back(cast.child, column, "4", 2))
    assert Mark.objects.get().comment == ""


def test_a_comment_that_was_taken_away_before_stays_away(cast, column):
    save(cast, replace(change(cast.child, column, "3"), comment=SAID))
    save(cast, replace(change(cast.child, column, "3", seen=1), comment=""))
    save(cast, change(cast.child, column, "", seen=2))
    save(cast, back(cast.child, column, "3", 3))
    assert Mark.objects.get().comment == ""


@pytest.mark.usefixtures("deleted")
def test_a_comment_sent_along_goes_before_the_old_one(cast, column):
    save(cast, replace(back(cast.child, column, "3", 2), comment="Проверено заново"))
    assert (Mark.objects.get().comment, Mark.objects.get().is_staff_only) == ("Проверено заново", False)


@pytest.mark.usefixtures("deleted")
def test_the_mark_before_the_last_but_one_comes_back_whole_too(cast, column):
    save(cast, change(cast.child, column, "5", seen=2))
    save(cast, back(cast.child, column, "", 3))
    save(cast, back(cast.child, column, "3", 4))
    assert Mark.objects.get().comment == SAID


def test_deleting_and_taking_back_may_come_in_one_request(cast, column):
    save(cast, replace(change(cast.child, column, "3"), comment=SAID))
    answers = save(cast, change(cast.child, column, "", seen=1), back(cast.child, column, "3", 2))
    assert codes(answers) == ["saved", "saved"]
    assert Mark.objects.get().comment == SAID


def test_a_point_comes_back_with_its_day_also_after_a_mark(cast, column):
    save(cast, replace(change(cast.child, column, "•"), due=DUE))
    save(cast, change(cast.child, column, "5", seen=1))
    save(cast, back(cast.child, column, "•", 2))
    assert (Mark.objects.get().pending, Mark.objects.get().due) == (True, DUE)
    assert list(replay()) == []


def test_late_work_comes_back_with_the_day_it_came_in(cast):
    rule(cast, absence_with_mark="allowed_if_dated")
    monday, tuesday = cast.column(cast.algebra_7a, "2026-03-02"), dt.date(2026, 3, 3)
    save(cast, replace(change(cast.child, monday, "н/4"), handed_in=tuesday))
    (saved,) = save(cast, change(cast.child, monday, "", seen=2))
    save(cast, back(cast.child, monday, "н/4", saved.version))
    assert Mark.objects.get().handed_in == tuesday


@pytest.mark.usefixtures("deleted")
def test_taking_back_twice_is_done_once(cast, column):
    asked = back(cast.child, column, "3", 2)
    first, lines = save(cast, asked), Line.objects.count()
    assert save(cast, asked) == first
    assert Line.objects.count() == lines


@pytest.mark.usefixtures("deleted")
def test_taking_back_over_what_somebody_else_wrote_is_a_conflict(cast, column):
    save(cast, change(cast.child, column, "4", seen=2))
    assert codes(save(cast, back(cast.child, column, "3", 2))) == ["conflict"]
    assert Mark.objects.get().marks == (4,)


@pytest.mark.usefixtures("deleted")
def test_what_stands_there_already_takes_nothing_from_the_past(cast, column):
    save(cast, change(cast.child, column, "3", seen=2))
    (saved,) = save(cast, back(cast.child, column, "3", 3))
    assert (saved.version, Mark.objects.get().comment) == (3, "")


@pytest.mark.usefixtures("deleted")
def test_taking_back_costs_one_query_more(cast, column):
    with CaptureQueriesContext(connection) as typed:
        save(cast, change(cast.child, column, "4", seen=2))
    with CaptureQueriesContext(connection) as put_back:
        save(cast, back(cast.child, column, "3", 3))
    assert len(put_back) == len(typed) + 1
