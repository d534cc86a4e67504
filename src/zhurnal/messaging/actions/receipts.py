"""The signature of a family under an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.messaging.models import EntryReceipt

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.messaging.models import EntryRecipient
    from zhurnal.people.models import User


def acknowledge_entry(*, actor: User, recipient: EntryRecipient) -> bool:
    """Sign an entry as read. False, and nothing written, where the person had signed it before.

    `recipient` comes from `entries_to_acknowledge_by`, with its entry and school. Raises PermissionError for
    an account without a person.
    """
    if actor.person_id is None:
        raise PermissionError("only a person can sign")
    school = recipient.entry.school
    with transaction.atomic():
        if not _sign(recipient, actor.person_id, school.now()):
            return False
        entry = ledger.Entry(
            "entry.acknowledged",
            f"entry:{recipient.entry_id}:{recipient.pupil_id}",
            {"reader": actor.person_id},
        )
        role = Role.PUPIL if actor.person_id == recipient.pupil_id else Role.GUARDIAN
        ledger.append(
            f"school:{school.pk}", [entry], actor_id=actor.person_id, actor_role=role.value, at=timezone.now()
        )
    return True


def _sign(recipient: EntryRecipient, reader_id: int, now: dt.datetime) -> bool:
    receipt, _ = EntryReceipt.objects.get_or_create(
        recipient=recipient, reader_id=reader_id, defaults={"read_at": now}
    )
    # The condition decides between two taps at once: only one of them finds the signature missing.
    return bool(EntryReceipt.objects.filter(pk=receipt.pk, signed_at=None).update(signed_at=now))
