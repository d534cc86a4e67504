"""A correction that one asks for and another decides (security.md B7, note 2)."""

from __future__ import annotations

import uuid

import pytest

from tests.journal.correcting import (
    NO,
    REASON,
    another_deputy,
    ask,
    ask_total,
    closed_cell,
    closed_total,
)
from tests.journal.entering import codes, standing
from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.audit.verify import breaches
from zhurnal.journal import history
from zhurnal.journal.actions.cells import CellChange, save_cells
from zhurnal.journal.actions.corrections import (
    approve_correction,
    decline_correction,
    withdraw_correction,
)
from zhurnal.journal.history_corrections import change_of, correction_subject
from zhurnal.journal.models import CorrectionRequest, Mark, PeriodMark
from zhurnal.journal.permits import Permit
from zhurnal.journal.replay import replay
from zhurnal.journal.rules import RefusedError
from zhurnal.school.models import Employment

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(cast):
    return closed_cell(cast)


def refused(act, *args, **named):
    """The code with which an action is refused."""
    with pytest.raises(RefusedError) as why:
        act(*args, **named)
    assert why.value.sentence
    return why.value.code


def told(correction):
    return [(line.action, line.actor_role) for line in ledger.history(correction_subject(correction.pk))]


def test_asking_changes_nothing_and_is_told_in_the_chain_of_the_course(cast, column):
    made = ask(cast, column)
    assert standing(cast, column, cast.child) == ("4", 1)
    assert (made.standing, made.value, made.asked_as, made.decision) == ("4", "5", "teacher", "")
    (line,) = ledger.history(correction_subject(made.pk))
    assert (line.action, line.chain) == ("correction.asked", history.course_chain(cast.algebra_7a.pk))
    assert line.details == {
        "of": history.cell_subject(cast.child.pk, column.pk), "standing": "4", "value": "5", "version": 1,
        "reason": REASON,
    }  # fmt: skip
    assert len(ledger.history(history.cell_subject(cast.child.pk, column.pk))) == 1


def test_an_approved_correction_stands_in_the_journal_with_its_reason(cast, column):
    made = ask(cast, column)
    approve_correction(actor=cast.deputy, correction=made)
    assert standing(cast, column, cast.child) == ("5", 2)
    line = ledger.history(history.cell_subject(cast.child.pk, column.pk))[-1]
    assert (line.actor_id, line.actor_role) == (cast.deputy.person_id, "deputy")
    assert (line.details["reason"], line.change_id) == (REASON, change_of(made.pk))
    made.refresh_from_db()
    assert (made.decision, made.decided_by_id) == ("approved", cast.deputy.person_id)
    assert told(made) == [("correction.asked", "teacher"), ("correction.approved", "deputy")]


def test_what_is_typed_is_stored_as_it_will_stand(cast, column):
    assert ask(cast, column, " 54 ").value == "5/4"


def test_a_declined_correction_changes_nothing_and_says_why(cast, column):
    made = ask(cast, column)
    assert refused(decline_correction, actor=cast.deputy, correction=made, reason="нет") == (
        "correction_decline_reason"
    )
    decline_correction(actor=cast.deputy, correction=made, reason=NO)
    made.refresh_from_db()
    assert (made.decision, made.decision_reason) == ("declined", NO)
    assert standing(cast, column, cast.child) == ("4", 1)
    assert told(made)[1:] == [("correction.declined", "deputy")]


def test_who_asked_may_take_it_back_and_nobody_else(cast, column):
    made = ask(cast, column)
    assert refused(withdraw_correction, actor=cast.deputy, correction=made) == "correction_not_yours"
    withdraw_correction(actor=cast.teacher, correction=made)
    made.refresh_from_db()
    assert made.decision == "withdrawn"
    assert told(made)[1:] == [("correction.withdrawn", "teacher")]


@pytest.mark.parametrize("decide", ["approve", "decline", "withdraw"])
def test_what_is_decided_stays_decided(cast, column, decide):
    made = ask(cast, column)
    approve_correction(actor=cast.deputy, correction=made)
    acts = {
        "approve": lambda: approve_correction(actor=cast.director, correction=made),
        "decline": lambda: decline_correction(actor=cast.director, correction=made, reason=NO),
        "withdraw": lambda: withdraw_correction(actor=cast.teacher, correction=made),
    }
    assert refused(acts[decide]) == "correction_decided"
    assert standing(cast, column, cast.child) == ("5", 2)


def test_a_changed_cell_makes_the_request_stale_and_leaves_it_open(cast, column):
    made = ask(cast, column)
    change = CellChange(uuid.uuid4(), cast.child.pk, column.pk, "3", 1)
    permit = Permit(Role.DEPUTY, "другое исправление")
    assert codes(save_cells(actor=cast.deputy, course=cast.algebra_7a, changes=[change], permit=permit)) == [
        "saved"
    ]
    with pytest.raises(RefusedError, match="correction_stale") as why:
        approve_correction(actor=cast.deputy, correction=made)
    assert "Сейчас в ней «3»" in why.value.sentence
    made.refresh_from_db()
    assert (made.decision, standing(cast, column, cast.child)) == ("", ("3", 2))
    assert told(made) == [("correction.asked", "teacher")]


def test_nobody_decides_the_own_request(cast, column):
    """Not even who teaches the course and is the deputy as well."""
    Employment.objects.create(
        school=cast.school, person=cast.teacher.person, role=Role.DEPUTY, valid_from="2025-09-01"
    )
    made = ask(cast, column)
    assert refused(approve_correction, actor=cast.teacher, correction=made) == "correction_not_to_decide"
    assert refused(decline_correction, actor=cast.teacher, correction=made, reason=NO) == (
        "correction_not_to_decide"
    )


def test_a_deputys_request_is_decided_by_the_director_alone(cast, column):
    made = ask(cast, column, actor=cast.deputy)
    assert made.asked_as == "deputy"
    other = another_deputy(cast)
    assert refused(approve_correction, actor=other, correction=made) == "correction_not_to_decide"
    approve_correction(actor=cast.director, correction=made)
    line = ledger.history(history.cell_subject(cast.child.pk, column.pk))[-1]
    assert (line.actor_role, standing(cast, column, cast.child)) == ("director", ("5", 2))


@pytest.mark.parametrize(
    "who", ["teacher", "colleague", "classteacher", "office", "deputy2", "teacher2", "parent"]
)
def test_who_does_not_lead_the_school_decides_nothing(cast, column, who):
    made = ask(cast, column, actor=cast.deputy) if who == "teacher" else ask(cast, column)
    assert (
        refused(approve_correction, actor=getattr(cast, who), correction=made) == "correction_not_to_decide"
    )
    assert Mark.objects.get().marks == (4,)


@pytest.mark.parametrize(
    "who", ["colleague", "classteacher", "director", "office", "deputy2", "parent", "pupil"]
)
def test_who_neither_teaches_the_lesson_nor_is_a_deputy_asks_nothing(cast, column, who):
    assert refused(ask, cast, column, actor=getattr(cast, who)) == "correction_not_yours"
    assert not CorrectionRequest.objects.exists()


def test_in_an_open_period_the_teacher_writes_without_asking_and_the_deputy_asks(cast):
    cast.put(cast.algebra_7a, "2026-02-16", cast.child, "4")
    column = cast.column(cast.algebra_7a, "2026-02-16")
    assert refused(ask, cast, column) == "correction_not_needed"
    made = ask(cast, column, actor=cast.deputy)
    approve_correction(actor=cast.director, correction=made)
    assert standing(cast, column, cast.child) == ("5", 2)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"value": "7"}, "outside_scale"),
        ({"value": "ы"}, "unreadable"),
        ({"value": "4"}, "correction_of_nothing"),
        ({"reason": "описка"}, "correction_reason"),
        ({"reason": "о" * 301}, "text_too_long"),
        ({"seen": 0}, "correction_page_stale"),
    ],
)
def test_what_could_not_be_approved_is_not_asked(cast, column, asked, code):
    assert refused(ask, cast, column, **asked) == code
    assert not CorrectionRequest.objects.exists()
    assert standing(cast, column, cast.child) == ("4", 1)


@pytest.mark.usefixtures("column")
def test_a_cancelled_lesson_cannot_be_asked_about(cast):
    cancelled = cast.column(cast.algebra_7a, "2026-02-27")
    assert refused(ask, cast, cancelled, seen=0) == "cancelled_lesson"


def test_a_foreign_column_and_a_foreign_pupil_are_refused(cast, column):
    other = cast.column(cast.algebra_7b, "2026-02-16")
    assert refused(ask, cast, other, seen=0) == "foreign_column"
    assert refused(ask, cast, column, seen=0, pupil=cast.pupil_7b) == "foreign_pupil"


def test_one_request_about_a_cell_is_open_at_a_time(cast, column):
    made = ask(cast, column)
    assert refused(ask, cast, column, "3") == "correction_open"
    withdraw_correction(actor=cast.teacher, correction=made)
    assert ask(cast, column, "3").value == "3"


def test_the_mark_of_a_closed_period_is_corrected_the_same_way(cast):
    quarter = closed_total(cast)
    made = ask_total(cast, quarter)
    assert (made.standing, made.value) == ("4", "5")
    assert PeriodMark.objects.get().value == "4"
    approve_correction(actor=cast.deputy, correction=made)
    mark = PeriodMark.objects.get()
    assert (mark.value, mark.reason, mark.version) == ("5", REASON, 2)
    subject = history.period_mark_subject(cast.algebra_7a.pk, cast.child.pk, quarter.pk)
    assert ledger.history(subject)[-1].actor_role == "deputy"


def test_a_stale_request_about_a_periods_mark_stays_open(cast):
    quarter = closed_total(cast)
    made = ask_total(cast, quarter)
    PeriodMark.objects.update(value="3", version=2)
    assert refused(approve_correction, actor=cast.deputy, correction=made) == "correction_stale"
    assert CorrectionRequest.objects.get().decision == ""


def test_a_period_of_another_kind_is_refused(cast):
    half_year = cast.year.periods.filter(kind="half_year").first()
    assert refused(ask_total, cast, half_year, seen=0) == "foreign_period"


def test_chain_and_tables_agree_after_all_of_it(cast, column):
    approve_correction(actor=cast.deputy, correction=ask(cast, column))
    ask(cast, column, "3", seen=2)
    assert list(breaches(ledger.records())) == []
    assert list(replay()) == []
