"""The secret address of a calendar: made, made anew, taken back, and counted when it is read."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.family.models import CalendarAddress

if TYPE_CHECKING:
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import School

SECRET_BYTES = 16  # 128 bits
MOST_READS_AN_HOUR = 60


def make_calendar_address(*, actor: User, pupil: Person, school: School) -> str:
    """Make a secret address and return its secret, which is told this once. An older one ends.

    `pupil` is one that the actor may see as family. Raises PermissionError for an account without a person.
    """
    if actor.person_id is None:
        raise PermissionError("only a person has a calendar")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        ledger.lock(f"school:{school.pk}")
        _revoke(actor, pupil)
        CalendarAddress.objects.create(
            pupil=pupil, owner=actor, token_hash=hashed(secret), made_at=timezone.now()
        )
        _tell("calendar.made", actor, pupil, school)
    return secret


def revoke_calendar_address(*, actor: User, pupil: Person, school: School) -> bool:
    """End the address. False, and nothing written, where there is none."""
    with transaction.atomic():
        ledger.lock(f"school:{school.pk}")
        if not _revoke(actor, pupil):
            return False
        _tell("calendar.revoked", actor, pupil, school)
    return True


def count_reading(address: CalendarAddress) -> bool:
    """Note that the address was read. False where that happened too often in the running hour."""
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    mine = CalendarAddress.objects.filter(pk=address.pk)
    if address.hour != hour:
        return bool(mine.update(hour=hour, reads=1, read_at=now))
    if address.reads >= MOST_READS_AN_HOUR:
        return False
    return bool(mine.update(reads=F("reads") + 1, read_at=now))


def hashed(secret: str) -> str:
    """What is kept of a secret: it is random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _revoke(actor: User, pupil: Person) -> int:
    standing = CalendarAddress.objects.filter(owner=actor, pupil=pupil, revoked_at=None)
    return standing.update(revoked_at=timezone.now())


def _tell(action: str, actor: User, pupil: Person, school: School) -> None:
    role = Role.PUPIL if actor.person_id == pupil.pk else Role.GUARDIAN
    entry = ledger.Entry(action, f"calendar:{pupil.pk}", {})
    ledger.append(
        f"school:{school.pk}", [entry], actor_id=actor.person_id, actor_role=role.value, at=timezone.now()
    )
