"""Entries and signatures that were changed behind the back of the actions are found."""

from __future__ import annotations

import pytest

from tests.messaging.writing import kept_file, received, to_class, to_course, write
from zhurnal.audit.models import Line
from zhurnal.messaging.actions.entries import Correction, correct_entry, withdraw_entry
from zhurnal.messaging.actions.receipts import acknowledge_entry
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryReceipt, EntryRecipient, EntryWithdrawal
from zhurnal.messaging.replay import changed_entries, changed_signatures

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(cast):
    """One corrected, one withdrawn, one signed."""
    first = write(cast, cast.classteacher, to_class(cast), files=(kept_file(),))
    change = Correction("invitation", "Ждём вас", 1, added=(kept_file("Смета.pdf"),))
    correct_entry(actor=cast.classteacher, entry=first, correction=change)
    second = write(cast, cast.teacher, to_course(cast), cast.child)
    withdraw_entry(actor=cast.director, entry=second, reason="Ошибка")
    third = write(cast, cast.teacher, to_course(cast), cast.child)
    acknowledge_entry(actor=cast.parent, recipient=received(third, cast.child))
    return first, second, third


def found():
    return [*changed_entries(), *changed_signatures()]


def test_what_the_actions_wrote_is_as_history_tells(entries):
    assert entries
    assert found() == []


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda one: DiaryEntry.objects.filter(pk=one[0].pk).update(text="Другое"), 0),
        (lambda one: DiaryEntry.objects.filter(pk=one[0].pk).update(kind="remark"), 0),
        (lambda one: DiaryEntry.objects.filter(pk=one[0].pk).update(version=3), 0),
        (lambda one: EntryFile.objects.filter(entry=one[0], name="План.pdf").delete(), 0),
        (lambda one: EntryRecipient.objects.filter(entry=one[0])[0].delete(), 0),
        (lambda _: EntryWithdrawal.objects.all().delete(), 1),
        (lambda one: EntryWithdrawal.objects.update(entry=one[2]), 1),
        (lambda _: Line.objects.none(), None),
    ],
)
def test_what_was_changed_is_named(entries, change, at):
    change(entries)
    names = [subject for subject, _, _ in found()]
    assert names[:1] == ([] if at is None else [f"entry:{entries[at].pk}"])


def test_a_signature_taken_away_or_slipped_in_is_found(cast, entries):
    third = entries[2]
    receipt = EntryReceipt.objects.get()
    EntryReceipt.objects.update(signed_at=None)
    assert [one[1:] for one in found()] == [("подписано", "не подписано")]
    EntryReceipt.objects.update(signed_at=receipt.signed_at)
    EntryReceipt.objects.create(
        recipient=received(third, cast.child), reader=cast.pupil.person, read_at=receipt.read_at,
        signed_at=receipt.signed_at,
    )  # fmt: skip
    assert [one[1:] for one in found()] == [("не подписано", "подписано")]


def test_an_entry_of_which_no_line_tells_is_found(cast, entries):
    assert entries
    DiaryEntry.objects.create(
        school=cast.school, kind="thanks", author=cast.teacher.person, author_role="teacher", text="Спасибо",
        day=cast.school.today(), written_at=cast.school.now(),
    )  # fmt: skip
    [(_, expected, standing)] = found()
    assert (expected, standing) == ("нет записи", "«Спасибо», версия 1")
