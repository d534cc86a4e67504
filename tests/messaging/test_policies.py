from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.diary.reading import entry
from zhurnal.messaging.models import EntryReceipt, EntryRecipient
from zhurnal.messaging.policies import entries_to_acknowledge_by, received_entries_visible_to
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
