"""For how long a teacher writes freely, then with a reason, then not alone (security.md B7, notes 1 and 2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.journal.entering import change, codes, save, standing
from tests.journal.ruling import rule
from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.cells import save_cells
from zhurnal.journal.models import PeriodClosure
from zhurnal.journal.permits import Permit

pytestmark = pytest.mark.django_db
REASON = "работу проверил позже"


@pytest.fixture(autouse=True)
def _windows(cast):
    rule(cast, edit_window_days={"mark": 7, "attendance": 3})


@pytest.fixture
def late(cast):
    """A lesson of nine days ago: 23 February is a day off, the 20th lies further back."""
    return cast.column(cast.algebra_7a, "2026-02-20")


@pytest.fixture
def recent(cast):
    """Seven days ago: the last day on which a mark is free."""
    return cast.column(cast.algebra_7a, "2026-02-25")


def test_within_the_window_nothing_is_asked(cast, recent):
    assert codes(save(cast, change(cast.child, recent, "5"))) == ["saved"]


def test_after_the_window_a_reason_is_asked_and_told_in_the_history(cast, late):
    (refused,) = save(cast, change(cast.child, late, "5"))
    assert (refused.code, "причин" in refused.sentence) == ("reason_needed", True)
    assert standing(cast, late, cast.child) == ("", 0)
    assert codes(save(cast, replace(change(cast.child, late, "5"), reason=REASON))) == ["saved"]
    (line,) = ledger.history(history.cell_subject(cast.child.pk, late.pk))
    assert line.details is not None
    assert line.details["reason"] == REASON


def test_a_reason_of_a_letter_is_no_reason(cast, late):
    assert codes(save(cast, replace(change(cast.child, late, "5"), reason="."))) == ["reason_too_short"]


def test_attendance_has_a_window_of_its_own(cast, recent):
    assert codes(save(cast, change(cast.child, recent, "н"))) == ["reason_needed"]
    assert codes(save(cast, replace(change(cast.child, recent, "н"), reason=REASON))) == ["saved"]


def test_what_stands_there_already_needs_no_reason(cast, late):
    save(cast, replace(change(cast.child, late, "5"), reason=REASON))
    assert codes(save(cast, change(cast.child, late, "5", seen=1))) == ["saved"]


def test_a_comment_may_be_written_at_any_time(cast, late):
    save(cast, replace(change(cast.child, late, "5"), reason=REASON))
    commented = replace(change(cast.child, late, "5", seen=1), comment="за реферат")
    assert codes(save(cast, commented)) == ["saved"]


def test_without_windows_a_period_that_is_open_is_free(cast, late):
    rule(cast)
    assert codes(save(cast, change(cast.child, late, "5"))) == ["saved"]


def test_a_permit_opens_a_closed_period_and_tells_who_approved_why(cast):
    column = cast.column(cast.algebra_7a, "2026-03-04")
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    assert codes(save(cast, change(cast.child, column, "5"))) == ["closed_period"]
    permit = Permit(Role.DEPUTY, "приказ № 12 от 02.03.2026")
    asked = [change(cast.child, column, "5")]
    assert codes(save_cells(actor=cast.deputy, course=cast.algebra_7a, changes=asked, permit=permit)) == [
        "saved"
    ]
    (line,) = ledger.history(history.cell_subject(cast.child.pk, column.pk))
    assert line.details is not None
    assert (line.actor_id, line.actor_role) == (cast.deputy.person_id, "deputy")
    assert line.details["reason"] == "приказ № 12 от 02.03.2026"


def test_a_permit_opens_neither_the_future_nor_a_cancelled_lesson(cast):
    permit = Permit(Role.DEPUTY, "приказ № 12 от 02.03.2026")
    future = cast.column(cast.algebra_7a, "2026-03-06")
    cancelled = cast.cancelled.works.get()
    answers = save_cells(
        actor=cast.deputy, course=cast.algebra_7a, permit=permit,
        changes=[change(cast.child, future, "5"), change(cast.child, cancelled, "5")],
    )  # fmt: skip
    assert codes(answers) == ["future_lesson", "cancelled_lesson"]
