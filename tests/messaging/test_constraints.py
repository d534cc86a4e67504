"""The database itself refuses what must never stand among diary entries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.messaging.models import (
    DiaryEntry,
    EntryFile,
    EntryPhrase,
    EntryReceipt,
    EntryRecipient,
    EntryReply,
    EntryWithdrawal,
    ReplyRule,
)

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
    "entry_version_from_one": lambda _: alter(DiaryEntry.objects.get(), version=0),
    "entry_says_something": lambda _: alter(DiaryEntry.objects.get(), text=""),
    "entrywithdrawal.entry": lambda _: again(EntryWithdrawal.objects.get()),
    "entry_file_once": lambda _: again(EntryFile.objects.get()),
    "entry_reply_read_after_written": lambda cast: alter(
        EntryReply.objects.get(), read_at=cast.school.now() - dt.timedelta(days=1)
    ),
    "entry_reply_says_something": lambda _: alter(EntryReply.objects.get(), text=""),
    "replyrule.school": lambda _: again(ReplyRule.objects.get()),
    "reply_rule_ends_after_start": lambda _: alter(ReplyRule.objects.get(), starts=dt.time(18)),
    "reply_rule_mode": lambda _: alter(ReplyRule.objects.get(), mode="never"),
    "entry_phrase_says_something": lambda _: alter(EntryPhrase.objects.get(), title=""),
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
    EntryWithdrawal.objects.create(
        entry=entry, made_by=cast.director.person, made_as="director", made_at=now
    )  # fmt: skip
    EntryFile.objects.create(entry=entry, name="План.pdf", sha256="0" * 64, size=1, path="-", added_at=now)
    EntryReply.objects.create(
        recipient=recipient, guardian=cast.parent.person, author=cast.parent.person, text="Придём",
        written_at=now,
    )  # fmt: skip
    ReplyRule.objects.create(school=cast.school)
    EntryPhrase.objects.create(school=cast.school, kind="thanks", title="Помощь", text="Спасибо за помощь")


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("messaging", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("messaging"))


def test_a_file_that_was_withdrawn_may_come_back():
    alter(EntryFile.objects.get(), withdrawn_at=EntryFile.objects.get().added_at)
    again(EntryFile.objects.get(), withdrawn_at=None)
    assert EntryFile.objects.count() == 2
