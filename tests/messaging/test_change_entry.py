"""Correcting an entry while nobody has read it, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.messaging.writing import crowd, kept_file, received, to_class, to_course, to_school, write
from zhurnal.audit.ledger import history
from zhurnal.messaging.actions.entries import (
    LONGEST_REASON,
    LONGEST_TEXT,
    MOST_FILES,
    Correction,
    correct_entry,
    withdraw_entry,
)
from zhurnal.messaging.actions.receipts import acknowledge_entry, read_entries
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryReceipt, EntryWithdrawal
from zhurnal.messaging.queries import new_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cast):
    return write(cast, cast.classteacher, to_class(cast), files=(kept_file(),))


def correction(**fields: Any) -> Correction:
    given: dict[str, Any] = {"kind": "announcement", "text": "Собрание в пятницу", "seen": 1}
    return Correction(**given | fields)


def actions_of(entry):
    return [line.action for line in history(f"entry:{entry.pk}")]


def test_before_anybody_has_read_it_an_entry_is_corrected_with_a_line(cast, entry):
    correct_entry(actor=cast.classteacher, entry=entry, correction=correction(kind="invitation"))
    entry.refresh_from_db()
    assert (entry.kind, entry.text, entry.version) == ("invitation", "Собрание в пятницу", 2)
    line = history(f"entry:{entry.pk}")[-1]
    assert line.action == "entry.correct"
    assert line.details["before"]["text"] == "Собрание в четверг"
    assert line.details["after"]["text"] == "Собрание в пятницу"


def test_files_are_added_and_dropped_with_a_correction(cast, entry):
    old = entry.files.get()
    changed = correction(dropped=frozenset({old.pk}), added=(kept_file("Смета.pdf", b"%PDF-2"),))
    correct_entry(actor=cast.classteacher, entry=entry, correction=changed)
    assert [one.name for one in entry.files.filter(withdrawn_at=None)] == ["Смета.pdf"]
    assert EntryFile.objects.count() == 2, "what was dropped stays where it lies"


def test_a_file_of_another_entry_cannot_be_dropped_through_this_one(cast, entry):
    other = write(cast, cast.teacher, to_course(cast), files=(kept_file("Чужой.pdf"),))
    changed = correction(dropped=frozenset({other.files.get().pk}))
    correct_entry(actor=cast.classteacher, entry=entry, correction=changed)
    assert other.files.get().withdrawn_at is None


def test_what_changes_nothing_writes_nothing(cast, entry):
    correct_entry(actor=cast.classteacher, entry=entry, correction=correction(text=entry.text))
    entry.refresh_from_db()
    assert (entry.version, actions_of(entry)) == (1, ["entry.write"])


@pytest.mark.parametrize("how", [acknowledge_entry, read_entries])
def test_once_somebody_has_read_it_nothing_changes_any_more(cast, entry, how):
    recipient = received(entry, cast.child)
    if how is read_entries:
        read_entries(actor=cast.parent, recipients=[recipient], seen={entry.pk: 1})
    else:
        acknowledge_entry(actor=cast.parent, recipient=recipient)
    with pytest.raises(MessagingError, match="entry_read"):
        correct_entry(actor=cast.classteacher, entry=entry, correction=correction())
    entry.refresh_from_db()
    assert (entry.text, entry.version) == ("Собрание в четверг", 1)


@pytest.mark.parametrize("login", ["director", "deputy", "teacher", "colleague", "parent", "deputy2"])
def test_only_the_author_corrects(cast, entry, login):
    with pytest.raises(MessagingError, match="not_author"):
        correct_entry(actor=getattr(cast, login), entry=entry, correction=correction())


def test_a_correction_from_an_older_window_is_refused(cast, entry):
    correct_entry(actor=cast.classteacher, entry=entry, correction=correction())
    with pytest.raises(MessagingError, match="entry_changed"):
        correct_entry(actor=cast.classteacher, entry=entry, correction=correction(text="Не то"))
    assert DiaryEntry.objects.get(pk=entry.pk).text == "Собрание в пятницу"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": ""}, "entry_empty"),
        ({"text": "а" * (LONGEST_TEXT + 1)}, "entry_too_long"),
        ({"kind": "?"}, "entry_kind"),
    ],
)
def test_a_correction_obeys_the_rules_of_writing(cast, entry, fields, code):
    with pytest.raises(MessagingError, match=code):
        correct_entry(actor=cast.classteacher, entry=entry, correction=correction(**fields))
    assert entry.files.filter(withdrawn_at=None).count() == 1


def test_with_what_stands_there_are_never_more_than_ten_files(cast, entry):
    more = tuple(kept_file(f"{at}.pdf", b"%PDF-" + bytes([at])) for at in range(MOST_FILES))
    with pytest.raises(MessagingError, match="too_many_files"):
        correct_entry(actor=cast.classteacher, entry=entry, correction=correction(added=more))


@pytest.mark.parametrize(
    ("login", "role"), [("classteacher", "class_teacher"), ("director", "director"), ("deputy", "deputy")]
)
def test_author_and_heads_withdraw_with_a_reason_that_stands_in_the_ledger(cast, entry, login, role):
    withdraw_entry(actor=getattr(cast, login), entry=entry, reason="Ошибка в дате")
    withdrawal = EntryWithdrawal.objects.get(entry=entry)
    assert (withdrawal.made_as, withdrawal.made_by) == (role, getattr(cast, login).person)
    line = history(f"entry:{entry.pk}")[-1]
    assert (line.action, line.details["reason"]) == ("entry.withdraw", "Ошибка в дате")
    assert line.details["was_visible"] is True
    assert line.details["pupils"] == sorted(one.pk for one in cast.pupils_7a)
    entry.refresh_from_db()
    assert entry.text == "Собрание в четверг", "what it said stays for whoever has to look into it"


@pytest.mark.parametrize("login", ["teacher", "colleague", "parent", "office", "deputy2"])
def test_nobody_else_withdraws(cast, entry, login):
    with pytest.raises(MessagingError, match="not_withdrawer"):
        withdraw_entry(actor=getattr(cast, login), entry=entry, reason="Ошибка в дате")
    assert not EntryWithdrawal.objects.exists()


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "reason_missing"), ("  ", "reason_missing"), ("а" * (LONGEST_REASON + 1), "reason_too_long")],
)
def test_what_families_have_seen_is_not_withdrawn_without_a_short_reason(cast, entry, reason, code):
    with pytest.raises(MessagingError, match=code):
        withdraw_entry(actor=cast.classteacher, entry=entry, reason=reason)


def test_what_nobody_could_see_yet_is_withdrawn_without_a_word_and_never_appears(cast):
    crowd(cast)
    waiting = write(cast, cast.director, to_school(cast))
    withdraw_entry(actor=cast.director, entry=waiting)
    waiting.refresh_from_db()
    assert waiting.visible_at is None
    assert not waiting.is_visible
    assert history(f"entry:{waiting.pk}")[-1].details["was_visible"] is False


def test_after_a_withdrawal_nothing_more_happens(cast, entry):
    since = entry.visible_at - dt.timedelta(seconds=1)
    withdraw_entry(actor=cast.classteacher, entry=entry, reason="Ошибка в дате")
    with pytest.raises(MessagingError, match="entry_withdrawn"):
        withdraw_entry(actor=cast.director, entry=entry, reason="Ещё раз")
    with pytest.raises(MessagingError, match="entry_withdrawn"):
        correct_entry(actor=cast.classteacher, entry=entry, correction=correction())
    with pytest.raises(MessagingError, match="entry_withdrawn"):
        acknowledge_entry(actor=cast.parent, recipient=received(entry, cast.child))
    assert read_entries(actor=cast.parent, recipients=[received(entry, cast.child)], seen={entry.pk: 1}) == 0
    assert not EntryReceipt.objects.exists()
    assert [one for one in new_entries(since, timezone.now()) if one.entry_id == entry.pk] == []


def test_who_signed_keeps_the_signature_when_an_entry_is_withdrawn(cast, entry):
    acknowledge_entry(actor=cast.parent, recipient=received(entry, cast.child))
    withdraw_entry(actor=cast.classteacher, entry=entry, reason="Ошибка в дате")
    assert EntryReceipt.objects.get().signed_at is not None


# What a family leaves


def test_reading_is_noted_once_for_each_reader_with_one_line(cast, entry):
    recipient = received(entry, cast.child)
    assert read_entries(actor=cast.parent, recipients=[recipient], seen={entry.pk: 1}) == 1
    assert read_entries(actor=cast.parent, recipients=[recipient], seen={entry.pk: 1}) == 0
    assert read_entries(actor=cast.pupil, recipients=[recipient], seen={entry.pk: 1}) == 1
    assert EntryReceipt.objects.filter(signed_at=None).count() == 2
    lines = history(f"diary:{cast.child.pk}")
    assert [(line.action, line.actor_role) for line in lines] == [
        ("entry.read", "guardian"),
        ("entry.read", "pupil"),
    ]
    assert lines[0].details == {"reader": cast.parent.person_id, "entries": [entry.pk]}


def test_who_saw_an_older_text_has_not_read_the_new_one(cast, entry):
    recipient = received(entry, cast.child)
    correct_entry(actor=cast.classteacher, entry=entry, correction=correction())
    assert read_entries(actor=cast.parent, recipients=[recipient], seen={entry.pk: 1}) == 0
    assert read_entries(actor=cast.parent, recipients=[recipient], seen={}) == 0
    with pytest.raises(MessagingError, match="entry_corrected"):
        acknowledge_entry(actor=cast.parent, recipient=recipient, seen=1)
    assert acknowledge_entry(actor=cast.parent, recipient=recipient, seen=2)


def test_reading_nothing_is_nothing(cast):
    assert read_entries(actor=cast.parent, recipients=[], seen={}) == 0


def test_an_account_without_a_person_reads_nothing(cast, entry):
    cast.admin.person = None
    with pytest.raises(PermissionError):
        read_entries(actor=cast.admin, recipients=[received(entry, cast.child)], seen={entry.pk: 1})
