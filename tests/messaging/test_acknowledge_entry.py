from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tests.diary.reading import entry
from zhurnal.audit.models import Line
from zhurnal.messaging.actions.receipts import acknowledge_entry
from zhurnal.messaging.models import EntryReceipt, EntryRecipient


@pytest.fixture
def recipient(cast):
    entry(cast, cast.child)
    return EntryRecipient.objects.select_related("entry__school").get()


def test_a_signature_says_who_and_when(cast, recipient):
    assert acknowledge_entry(actor=cast.parent, recipient=recipient)
    receipt = EntryReceipt.objects.get()
    assert (receipt.reader, receipt.recipient) == (cast.parent.person, recipient)
    assert receipt.read_at == receipt.signed_at
    assert receipt.signed_at.astimezone(ZoneInfo(cast.school.time_zone)).date() == cast.school.today()


def test_signing_again_changes_nothing(cast, recipient):
    acknowledge_entry(actor=cast.parent, recipient=recipient)
    signed_at = EntryReceipt.objects.get().signed_at
    assert not acknowledge_entry(actor=cast.parent, recipient=recipient)
    assert EntryReceipt.objects.get().signed_at == signed_at
    assert Line.objects.filter(action="entry.acknowledged").count() == 1


def test_what_was_only_read_becomes_signed_and_keeps_when_it_was_read(cast, recipient):
    read_at = cast.school.now().replace(day=1)
    EntryReceipt.objects.create(recipient=recipient, reader=cast.parent.person, read_at=read_at)
    assert acknowledge_entry(actor=cast.parent, recipient=recipient)
    receipt = EntryReceipt.objects.get()
    assert receipt.read_at == read_at
    assert receipt.signed_at > read_at


@pytest.mark.parametrize(("login", "role"), [("parent", "guardian"), ("pupil", "pupil")])
def test_the_ledger_keeps_the_line(cast, recipient, login, role):
    actor = getattr(cast, login)
    acknowledge_entry(actor=actor, recipient=recipient)
    line = Line.objects.get(action="entry.acknowledged")
    assert line.chain == f"school:{cast.school.pk}"
    assert line.subject == f"entry:{recipient.entry_id}:{cast.child.pk}"
    assert (line.actor_id, line.actor_role) == (actor.person_id, role)


def test_without_its_line_there_is_no_signature(cast, recipient, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the ledger is gone")

    monkeypatch.setattr("zhurnal.audit.ledger.append", broken)
    with pytest.raises(RuntimeError):
        acknowledge_entry(actor=cast.parent, recipient=recipient)
    assert not EntryReceipt.objects.exists()


def test_an_account_without_a_person_cannot_sign(cast, recipient):
    cast.admin.person = None
    with pytest.raises(PermissionError):
        acknowledge_entry(actor=cast.admin, recipient=recipient)
