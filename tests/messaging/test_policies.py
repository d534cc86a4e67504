from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.diary.reading import entry
from zhurnal.messaging.models import EntryFile, EntryReceipt, EntryRecipient, EntryWithdrawal
from zhurnal.messaging.policies import (
    entries_overseen_by,
    entries_to_acknowledge_by,
    files_overseen_by,
    files_received_by,
    received_entries_visible_to,
)
from zhurnal.school.standing import standing_of

TODAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("login", "sees", "signs"),
    [
        ("pupil", {"child"}, {"child"}),
        ("parent", {"child", "child_5a"}, {"child", "child_5a"}),
        ("neighbour", {"pupil_7b"}, {"pupil_7b"}),
        ("classteacher", {"child"}, set()),
        ("teacher", set(), set()),
        ("deputy", {"child", "child_5a", "pupil_7b"}, set()),
        ("office", set(), set()),
        ("deputy2", {"other_pupil"}, set()),
    ],
)
def test_entries_are_seen_with_the_pupil_and_signed_by_the_family(cast, login, sees, signs):
    names = ("child", "child_5a", "pupil_7b", "other_pupil")
    entry(cast, *(getattr(cast, name) for name in names))
    standing = standing_of(getattr(cast, login), TODAY)
    for policy, expected in ((received_entries_visible_to, sees), (entries_to_acknowledge_by, signs)):
        pupils = {recipient.pupil_id for recipient in policy(standing)}
        assert pupils == {getattr(cast, name).pk for name in expected}


def receipt(cast, **fields):
    recipient = EntryRecipient.objects.get()
    given = {"recipient": recipient, "reader": cast.parent.person, "read_at": cast.school.now()}
    return EntryReceipt.objects.create(**given | fields)


def test_the_database_refuses_a_second_receipt_of_a_reader(cast):
    entry(cast, cast.child)
    receipt(cast)
    with pytest.raises(IntegrityError):
        receipt(cast)


def test_the_database_refuses_a_signature_before_reading(cast):
    entry(cast, cast.child)
    with pytest.raises(IntegrityError):
        receipt(cast, signed_at=cast.school.now() - dt.timedelta(days=1))


def test_the_database_refuses_an_entry_twice_in_a_diary(cast):
    with pytest.raises(IntegrityError):
        entry(cast, cast.child, cast.child)


def test_what_families_do_not_see_yet_is_in_nobodys_reach(cast):
    waiting = entry(cast, cast.child, visible_at=timezone.now() + dt.timedelta(minutes=1))
    EntryFile.objects.create(entry=waiting, name="План.pdf", size=1, added_at=cast.school.now())
    for login in ("pupil", "parent", "classteacher", "deputy"):
        standing = standing_of(getattr(cast, login), TODAY)
        for policy in (received_entries_visible_to, entries_to_acknowledge_by, files_received_by):
            assert not policy(standing).exists(), (login, policy.__name__)


def test_files_of_a_withdrawn_entry_are_in_no_diary(cast):
    written = entry(cast, cast.child)
    file = EntryFile.objects.create(entry=written, name="План.pdf", size=1, added_at=cast.school.now())
    parent, author, deputy = (
        standing_of(getattr(cast, login), TODAY) for login in ("parent", "classteacher", "deputy")
    )
    assert list(files_received_by(parent)) == [file]
    EntryWithdrawal.objects.create(
        entry=written, made_by=cast.director.person, made_as="director", made_at=cast.school.now()
    )
    assert list(files_received_by(parent)) == []
    assert list(files_overseen_by(author)) == list(files_overseen_by(deputy)) == [file]


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("classteacher", True),
        ("director", True),
        ("teacher", False),
        ("colleague", False),
        ("deputy2", False),
    ],
)
def test_an_entry_is_overseen_by_its_author_the_class_teacher_and_the_heads(cast, login, sees):
    written = entry(cast, cast.child, author=cast.deputy.person, author_role="deputy")
    standing = standing_of(getattr(cast, login), TODAY)
    assert entries_overseen_by(standing).filter(pk=written.pk).exists() is sees


def test_a_class_teacher_does_not_oversee_what_was_written_before_a_pupil_came(cast):
    written = entry(cast, cast.arrived, day="2026-01-20", author=cast.deputy.person, author_role="deputy")
    standing = standing_of(cast.classteacher, TODAY)
    assert not entries_overseen_by(standing).filter(pk=written.pk).exists()
