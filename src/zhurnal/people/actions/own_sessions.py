"""Signing oneself out on other devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.people.actions.accounts import CHAIN
from zhurnal.people.actions.devices import forget_devices
from zhurnal.people.models import KnownDevice, Session
from zhurnal.people.sessions import DEVICE, handle_of

if TYPE_CHECKING:
    from zhurnal.people.models import User


@transaction.atomic
def end_other_sessions(*, actor: User, session_key: str | None) -> int:
    """End all sessions of the actor but the one of `session_key`; how many there were."""
    ended = drop_other_sessions(actor, session_key)
    if ended:
        _record(actor, ended)
    return ended


@transaction.atomic
def end_session(*, actor: User, handle: str) -> bool:
    """End the session of the actor that has this handle; whether there was one."""
    for session in Session.objects.filter(user=actor):
        if handle_of(session.session_key) == handle:
            KnownDevice.objects.filter(user=actor, mark=session.get_decoded().get(DEVICE, "")).delete()
            session.delete()
            _record(actor, 1)
            return True
    return False


def drop_other_sessions(user: User, session_key: str | None) -> int:
    """Delete them, and let their browsers be new ones. Within a transaction of the caller, who records it."""
    kept = Session.objects.filter(user=user, session_key=session_key).first()
    forget_devices(user, but=kept.get_decoded().get(DEVICE, "") if kept else "")
    ended, _rows = Session.objects.filter(user=user).exclude(session_key=session_key).delete()
    return ended


def _record(actor: User, ended: int) -> None:
    entry = ledger.Entry("sessions.ended", f"user:{actor.pk}", {"sessions_ended": ended})
    ledger.append(CHAIN, [entry], actor_id=actor.person_id, actor_role="", at=timezone.now())
