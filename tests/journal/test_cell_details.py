"""Re-sits, points, late work, comments and scales: what may stand in a cell beside a plain mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.journal.entering import DAY, change, codes, save, standing
from tests.journal.ruling import rule
from zhurnal.audit import ledger
from zhurnal.calc.grading.scale import TEN
from zhurnal.journal import history
from zhurnal.journal.models import Average, Mark, PolicyVersion
from zhurnal.journal.replay import replay

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 4)


@pytest.fixture
def column(cast):
    return cast.column(cast.algebra_7a, DAY)


def average(cast) -> tuple[int, int, int]:
    row = Average.objects.get(course=cast.algebra_7a, pupil=cast.child, period=cast.quarter)
    return row.weight, row.weighted, row.count


def test_a_resit_keeps_both_marks_and_only_the_second_counts(cast, column):
    save(cast, change(cast.child, column, "2"))
    (saved,) = save(cast, change(cast.child, column, "2→4", seen=1))
    assert (saved.text, saved.average, saved.count) == ("2→4", "4,00", 1)
    row = Mark.objects.get()
    assert (row.marks, row.resits) == ((2,), (4,))
    assert list(replay()) == []


@pytest.mark.parametrize(
    ("counting", "shown", "count"),
    [("replace", "4,00", 1), ("both", "3,00", 2), ("mean", "3,00", 1)],
)
def test_what_a_resit_counts_is_decided_by_the_rules(cast, column, counting, shown, count):
    rule(cast, counting={"resit": counting})
    (saved,) = save(cast, change(cast.child, column, "2>4"))
    assert (saved.average, saved.count) == (shown, count)
    assert list(replay()) == []


def test_a_point_waits_and_does_not_count(cast, column):
    (saved,) = save(cast, replace(change(cast.child, column, "."), due=dt.date(2026, 3, 11)))
    assert (saved.text, saved.average, saved.count) == ("•", "", 0)
    row = Mark.objects.get()
    assert (row.pending, row.due, row.value) == (True, dt.date(2026, 3, 11), None)
    assert list(replay()) == []


def test_the_mark_that_comes_for_a_point_takes_its_day_away(cast, column):
    save(cast, replace(change(cast.child, column, "•"), due=dt.date(2026, 3, 11)))
    (saved,) = save(cast, change(cast.child, column, "5", seen=1))
    assert (saved.text, saved.average) == ("5", "5,00")
    assert (Mark.objects.get().pending, Mark.objects.get().due) == (False, None)


def test_a_point_keeps_its_day_when_something_else_changes(cast, column):
    save(cast, replace(change(cast.child, column, "•"), due=dt.date(2026, 3, 11)))
    save(cast, replace(change(cast.child, column, "•", seen=1), comment="сдать реферат"))
    assert (Mark.objects.get().due, Mark.objects.get().comment) == (dt.date(2026, 3, 11), "сдать реферат")


def test_the_day_of_a_point_may_be_taken_away_and_the_point_stays(cast, column):
    save(cast, replace(change(cast.child, column, "•"), due=dt.date(2026, 3, 11)))
    (saved,) = save(cast, replace(change(cast.child, column, "•", seen=1), due=""))
    assert (saved.version, Mark.objects.get().pending, Mark.objects.get().due) == (2, True, None)
    last = ledger.history(history.cell_subject(cast.child.pk, column.pk))[-1]
    assert last.details is not None
    assert (last.details["before_with"], last.details.get("with")) == ({"due": "2026-03-11"}, None)
    assert list(replay()) == []


def test_late_work_stands_beside_the_absence_only_where_the_rules_allow(cast, column):
    assert codes(save(cast, change(cast.child, column, "н/4"))) == ["absence_with_mark"]
    rule(cast, absence_with_mark="allowed_if_dated")
    (saved,) = save(cast, change(cast.child, column, "н/4"))
    assert (saved.text, saved.average) == ("н/4", "4,00")
    assert Mark.objects.get().handed_in == TODAY
    assert list(replay()) == []


def test_a_comment_goes_with_the_mark_and_is_told_in_the_history(cast, column):
    save(cast, change(cast.child, column, "3"))
    said = replace(change(cast.child, column, "3", seen=1), comment="Ошибки в знаках", is_staff_only=True)
    (saved,) = save(cast, said)
    assert saved.version == 2
    row = Mark.objects.get()
    assert (row.comment, row.is_staff_only) == ("Ошибки в знаках", True)
    last = ledger.history(history.cell_subject(cast.child.pk, column.pk))[-1]
    assert last.details is not None
    assert last.details["with"] == {"comment": "Ошибки в знаках", "staff_only": True}
    assert list(replay()) == []


def test_a_comment_altered_behind_the_back_of_the_journal_is_found(cast, column):
    save(cast, replace(change(cast.child, column, "3"), comment="Ошибки в знаках"))
    Mark.objects.update(comment="Молодец")
    (found,) = replay()
    assert "Молодец" in found.found


def test_a_comment_stays_with_a_corrected_mark_and_goes_with_a_cleared_one(cast, column):
    save(cast, replace(change(cast.child, column, "3"), comment="Ошибки в знаках"))
    save(cast, change(cast.child, column, "4", seen=1))
    assert Mark.objects.get().comment == "Ошибки в знаках"
    save(cast, change(cast.child, column, "", seen=2))
    assert Mark.objects.get().comment == ""


@pytest.mark.parametrize(
    ("value", "details", "code"),
    [
        ("", {"comment": "ничего"}, "comment_on_nothing"),
        ("4", {"comment": "х" * 501}, "text_too_long"),
        ("•", {"due": dt.date(2026, 3, 3)}, "due_before_lesson"),
        ("н/4", {"handed_in": dt.date(2026, 3, 5)}, "handed_in_out_of_range"),
        ("н/4", {"handed_in": dt.date(2026, 3, 3)}, "handed_in_out_of_range"),
    ],
)
def test_details_that_cannot_be_are_refused_and_nothing_is_written(cast, column, value, details, code):
    rule(cast, absence_with_mark="allowed_if_dated")
    assert codes(save(cast, replace(change(cast.child, column, value), **details))) == [code]
    assert standing(cast, column, cast.child) == ("", 0)


def test_the_scale_of_the_rules_decides_what_a_mark_is(cast, column):
    assert codes(save(cast, change(cast.child, column, "9"))) == ["outside_scale"]
    rule(cast, scale="ten", period={"type_by_grade": {"1-11": "quarter"}, "thresholds": "mathematical"})
    saved, refused = save(cast, change(cast.child, column, "9"), change(cast.arrived, column, "11"))
    assert (saved.text, saved.average) == ("9", "9,00")
    assert f"от {TEN.low} до {TEN.high}" in refused.sentence


def test_a_double_mark_is_refused_where_the_rules_forbid_it(cast, column):
    rule(cast, counting={"double": "forbidden"})
    assert codes(save(cast, change(cast.child, column, "5/4"))) == ["double_mark"]


def test_the_halves_of_a_double_mark_may_weigh_differently(cast, column):
    column.second_weight = 300
    column.save()
    (saved,) = save(cast, change(cast.child, column, "5/4"))
    assert (average(cast), saved.average) == ((400, 1700, 2), "4,25")
    assert list(replay()) == []


def test_a_withdrawn_column_takes_nothing(cast):
    cast.control.withdrawn_at = cast.school.now()
    cast.control.save()
    assert codes(save(cast, change(cast.child, cast.control, "5"))) == ["foreign_column"]


def test_the_rules_of_the_period_hold_not_those_of_another_school_or_of_a_later_day(cast, column):
    rule(cast, since="2026-04-06", counting={"double": "forbidden"})
    PolicyVersion.objects.create(
        school=cast.other_school, number=1, valid_from="2025-09-01", data="{}", made_at=cast.school.now()
    )
    assert codes(save(cast, change(cast.child, column, "5/4"))) == ["saved"]


def test_of_two_versions_from_one_day_the_later_one_holds(cast, column):
    rule(cast, counting={"double": "forbidden"})
    rule(cast, counting={"double": "two_marks"})
    assert codes(save(cast, change(cast.child, column, "5/4"))) == ["saved"]
