"""Two people at one entry in the same moment. Real threads, real commits."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from tests.journal.test_cell_writers import at_once
from tests.messaging.writing import draft, received, to_class, write
from zhurnal.audit.ledger import records
from zhurnal.audit.verify import verify_chains
from zhurnal.messaging.actions.entries import Correction, correct_entry, withdraw_entry, write_entry
from zhurnal.messaging.actions.receipts import acknowledge_entry
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryReceipt
from zhurnal.messaging.replay import changed_entries, changed_signatures

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 9


def told(job):
    """What came of it; again where the database was too busy."""
    for _ in range(TRIES):
        try:
            job()
        except OperationalError:
            connection.close()
        except MessagingError as refused:
            return refused.code
        else:
            return "done"
    return "busy"


def assert_all_is_well():
    assert verify_chains(records()) == []
    assert [*changed_entries(), *changed_signatures()] == []


def test_nobody_signs_a_text_that_changes_in_the_same_moment(cast):
    for _ in range(6):
        entry = write(cast, cast.classteacher, to_class(cast), cast.child)
        recipient = received(entry, cast.child)
        change = Correction("remark", "Другое", seen=1)
        answers = at_once(
            lambda entry=entry, change=change: told(
                lambda: correct_entry(actor=cast.classteacher, entry=entry, correction=change)
            ),
            lambda recipient=recipient: told(
                lambda: acknowledge_entry(actor=cast.parent, recipient=recipient, seen=1)
            ),
        )
        assert tuple(answers) in {("done", "entry_corrected"), ("entry_read", "done")}
    assert_all_is_well()


def test_of_two_who_withdraw_at_once_one_does(cast):
    entry = write(cast, cast.classteacher, to_class(cast))
    answers = at_once(
        *(
            lambda actor=actor: told(lambda: withdraw_entry(actor=actor, entry=entry, reason="Ошибка"))
            for actor in (cast.classteacher, cast.director)
        )
    )
    assert sorted(answers) == ["done", "entry_withdrawn"]
    assert_all_is_well()


def test_the_same_entry_sent_from_two_windows_is_written_once(cast):
    sent = draft(to_class(cast))
    at_once(*(lambda: told(lambda: write_entry(actor=cast.classteacher, draft=sent)) for _ in range(3)))
    assert DiaryEntry.objects.count() == 1
    assert_all_is_well()


def test_two_taps_leave_one_signature(cast):
    entry = write(cast, cast.classteacher, to_class(cast))
    recipient = received(entry, cast.child)
    at_once(
        *(lambda: told(lambda: acknowledge_entry(actor=cast.parent, recipient=recipient)) for _ in range(3))
    )
    assert EntryReceipt.objects.exclude(signed_at=None).count() == 1
    assert_all_is_well()
