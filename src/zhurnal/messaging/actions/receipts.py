"""What a family leaves under an entry: that it was read, and the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.messaging import history
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryReceipt
from zhurnal.people.guarding import guardianships_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from zhurnal.messaging.models import EntryRecipient
    from zhurnal.people.models import User


def acknowledge_entry(*, actor: User, recipient: EntryRecipient, seen: int | None = None) -> bool:
    """Sign an entry as read. False, and nothing written, where the person had signed it before.

    `recipient` comes from `entries_to_acknowledge_by`, with its entry and school; `seen` is the version that
    was on the screen. Raises PermissionError for an account without a person, MessagingError may_not_sign,
    entry_withdrawn, entry_corrected.
    """
    if actor.person_id is None:
        raise PermissionError("only a person can sign")
    school = recipient.entry.school
    chain = history.school_chain(school.pk)
    with transaction.atomic():
        # Who corrects or withdraws an entry waits for this chain as well.
        ledger.lock(chain)
        _check_right(actor, recipient)
        _check(recipient.entry_id, seen)
        if not _sign(recipient, actor.person_id, school.now()):
            return False
        entry = ledger.Entry(
            history.ENTRY_SIGNED,
            f"entry:{recipient.entry_id}:{recipient.pupil_id}",
            {"reader": actor.person_id},
        )
        ledger.append(
            chain, [entry], actor_id=actor.person_id, actor_role=_role(actor, recipient), at=timezone.now()
        )
    return True


def read_entries(*, actor: User, recipients: Sequence[EntryRecipient], seen: Mapping[int, int]) -> int:
    """Note that the person has read entries of one diary; how many were new to the person.

    `recipients` come from `entries_to_acknowledge_by`, with their entries and school. `seen` holds the version
    of each entry that was on the screen; one that says something else by now, or was withdrawn, is left unread.
    """
    if actor.person_id is None:
        raise PermissionError("only a person can read")
    if not recipients:
        return 0
    school = recipients[0].entry.school
    chain = history.school_chain(school.pk)
    with transaction.atomic():
        ledger.lock(chain)
        standing = DiaryEntry.objects.filter(
            pk__in=[one.entry_id for one in recipients], withdrawal=None, school=school
        )
        fresh = {pk for pk, version in standing.values_list("pk", "version") if seen.get(pk) == version}
        known = EntryReceipt.objects.filter(recipient__in=recipients, reader=actor.person_id)
        had = set(known.values_list("recipient_id", flat=True))
        new = [one for one in recipients if one.entry_id in fresh and one.pk not in had]
        if not new:
            return 0
        now = school.now()
        EntryReceipt.objects.bulk_create(
            EntryReceipt(recipient=one, reader_id=actor.person_id, read_at=now) for one in new
        )
        payload = {"reader": actor.person_id, "entries": sorted(one.entry_id for one in new)}
        line = ledger.Entry(history.ENTRY_READ, f"diary:{new[0].pupil_id}", payload)
        ledger.append(
            chain, [line], actor_id=actor.person_id, actor_role=_role(actor, new[0]), at=timezone.now()
        )
    return len(new)


def _check_right(actor: User, recipient: EntryRecipient) -> None:
    """Refuse a guardian who was not given the right to sign."""
    if actor.person_id == recipient.pupil_id:
        return
    signing = guardianships_by(actor.person_id, recipient.entry.school.today(), "may_sign")
    if not signing.filter(pupil=recipient.pupil_id).exists():
        raise MessagingError("may_not_sign")


def _check(entry_id: int, seen: int | None) -> None:
    """Refuse what was withdrawn, and what says something else than the reader saw."""
    version, withdrawal = DiaryEntry.objects.values_list("version", "withdrawal").get(pk=entry_id)
    if withdrawal is not None:
        raise MessagingError("entry_withdrawn")
    if seen is not None and seen != version:
        raise MessagingError("entry_corrected")


def _role(actor: User, recipient: EntryRecipient) -> str:
    return (Role.PUPIL if actor.person_id == recipient.pupil_id else Role.GUARDIAN).value


def _sign(recipient: EntryRecipient, reader_id: int, now: dt.datetime) -> bool:
    receipt, _ = EntryReceipt.objects.get_or_create(
        recipient=recipient, reader_id=reader_id, defaults={"read_at": now}
    )
    # The condition decides between two taps at once: only one of them finds the signature missing. A demo
    # school lives the same day again and again: nobody signs there before reading either.
    when = max(now, receipt.read_at)
    return bool(EntryReceipt.objects.filter(pk=receipt.pk, signed_at=None).update(signed_at=when))
