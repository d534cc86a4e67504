"""Marks of periods and years and decisions that were changed behind the back of the actions are named."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.journal.test_replay import forget
from tests.journal.totalling import LAST_WEEK, give, mark, on, set_marks
from zhurnal.journal import history
from zhurnal.journal.actions.decisions import DecisionChange, set_decisions
from zhurnal.journal.actions.year_marks import set_year_marks
from zhurnal.journal.models import PeriodMark, YearDecision, YearMark
from zhurnal.journal.replay import replay
from zhurnal.journal.replay_totals import changed_totals
from zhurnal.school.models import SchoolClass

pytestmark = pytest.mark.django_db
LONG = "Учтена зачётная работа"


@pytest.fixture
def cast(cast):
    """A mark for the quarter set twice, one taken back, a mark of the year and a decision."""
    on(cast, LAST_WEEK)
    give(cast, cast.child, "5", "5", "4")
    set_marks(cast, mark(cast.child, "5"))
    set_marks(cast, mark(cast.child, "4", LONG, seen=1), mark(cast.pupils_7a[0], "н/а"))
    set_marks(cast, mark(cast.pupils_7a[0], "", seen=1))
    on(cast, dt.date(2026, 5, 25))
    set_year_marks(
        actor=cast.teacher, course=cast.algebra_7a, changes=[mark(cast.child, "4", LONG, kind="year")]
    )
    school_class = SchoolClass.objects.select_related("year__school").get(pk=cast.class_7a.pk)
    decided = DecisionChange(
        uuid.uuid4(), cast.child.pk, "repeats", "7", dt.date(2026, 5, 22), "Заявление родителей", 0
    )
    set_decisions(actor=cast.deputy, school_class=school_class, changes=[decided])
    return cast


def test_what_the_actions_wrote_stands_as_they_told_it(cast):
    assert PeriodMark.objects.count() == 2
    assert YearMark.objects.exists()
    assert YearDecision.objects.exists()
    assert list(changed_totals()) == []
    assert list(replay()) == []
    assert cast


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (PeriodMark, {"value": "5"}, "period_mark"),
        (PeriodMark, {"reason": ""}, "period_mark"),
        (PeriodMark, {"proposed": "4"}, "period_mark"),
        (PeriodMark, {"version": 9}, "period_mark"),
        (YearMark, {"value": "5"}, "year_mark"),
        (YearDecision, {"kind": "promoted"}, "decision"),
        (YearDecision, {"decided_on": dt.date(2026, 5, 23)}, "decision"),
    ],
)
def test_a_row_that_was_altered_is_named(cast, model, values, name):
    model.objects.filter(pupil=cast.child).update(**values)
    ((subject, expected, found),) = changed_totals()
    assert subject.startswith(f"{name}:")
    assert expected != found
    assert [one.subject for one in replay()] == [subject]


def test_a_row_that_nobody_told_of_and_one_that_is_gone_are_named(cast):
    PeriodMark.objects.filter(pupil=cast.child).update(pupil=cast.arrived)
    told = {subject.split(":")[2]: (expected, found) for subject, expected, found in changed_totals()}
    assert told[str(cast.child.pk)][1] == told[str(cast.arrived.pk)][0] == "ничего"


def test_a_line_forgotten_by_law_is_not_compared(cast):
    subject = history.period_mark_subject(cast.algebra_7a.pk, cast.child.pk, cast.quarter.pk)
    PeriodMark.objects.filter(pupil=cast.child).update(value="2")
    assert [told for told, _, _ in changed_totals()] == [subject]
    forget(subject)
    assert list(changed_totals()) == []
