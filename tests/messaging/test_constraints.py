"""The database itself refuses what must never stand among diary entries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.messaging.models import DiaryEntry, EntryReceipt, EntryRecipient

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

BREAKERS: dict[str, Callable[[Cast], None]] = {
    "entry_recipient_once": lambda _: again(EntryRecipient.objects.get()),
    "entry_receipt_once": lambda _: again(EntryReceipt.objects.get()),
    "entry_receipt_signed_after_read": lambda cast: alter(
        EntryReceipt.objects.get(), signed_at=cast.school.now() - dt.timedelta(days=1)
    ),
}


@pytest.fixture(autouse=True)
def received(cast):
    now = cast.school.now()
    entry = DiaryEntry.objects.create(
        school=cast.school, kind="thanks", author=cast.teacher.person, author_role="teacher",
        text="Спасибо за помощь", day=now.date(), written_at=now,
    )  # fmt: skip
    recipient = EntryRecipient.objects.create(entry=entry, pupil=cast.child)
    EntryReceipt.objects.create(recipient=recipient, reader=cast.parent.person, read_at=now)


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("messaging", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("messaging"))
