"""Browsers from which an account was signed in: of a new one its owner is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import salted_hmac

from zhurnal.audit import ledger
from zhurnal.people.actions.accounts import CHAIN
from zhurnal.people.models import KnownDevice, Session

if TYPE_CHECKING:
    from zhurnal.people.models import User

# A browser that was away for longer is new again.
KEPT = dt.timedelta(days=365)


def note_device(*, user: User, token: str, browser: str, at: dt.datetime) -> str:
    """Remember from where an account signs in, and return the mark of it for the session.

    A browser that the account has not used before goes to the ledger, of which notices are made; the very first
    does not. The session that begins here must not stand in the database yet.
    """
    mark = _mark(user, token)
    if not KnownDevice.objects.filter(user=user, mark=mark).update(seen_on=at.date()):
        _remember(user, mark, browser, at)
    return mark


@transaction.atomic
def _remember(user: User, mark: str, browser: str, at: dt.datetime) -> None:
    running = Session.objects.filter(user=user, expire_date__gt=at)
    is_first = not KnownDevice.objects.filter(user=user).exists() and not running.exists()
    KnownDevice.objects.bulk_create(
        [KnownDevice(user=user, mark=mark, first_at=at, seen_on=at.date())], ignore_conflicts=True
    )
    if not is_first:
        entry = ledger.Entry("sign_in.new_device", f"user:{user.pk}", {"browser": browser})
        ledger.append(CHAIN, [entry], actor_id=user.person_id, actor_role="", at=at)


def forget_devices(user: User, *, but: str = "") -> None:
    """Let all browsers of an account but one be new again: of who was put out and returns its owner is told."""
    KnownDevice.objects.filter(user=user).exclude(mark=but).delete()


def forget_old_devices(today: dt.date) -> int:
    """Delete what was not used for a year, and tell how many rows there were."""
    deleted, _ = KnownDevice.objects.filter(seen_on__lt=today - KEPT).delete()
    return deleted


def _mark(user: User, token: str) -> str:
    """Of two accounts that share a computer nobody can tell from the table that they do."""
    return salted_hmac("zhurnal.people.device", f"{user.pk}:{token}", algorithm="sha256").hexdigest()
