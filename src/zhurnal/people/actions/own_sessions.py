"""Signing oneself out on other devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.people.actions.accounts import CHAIN
from zhurnal.people.models import Session

if TYPE_CHECKING:
    from zhurnal.people.models import User


@transaction.atomic
def end_other_sessions(*, actor: User, session_key: str | None) -> int:
    """End all sessions of the actor but the one of `session_key`; how many there were."""
    ended, _rows = Session.objects.filter(user=actor).exclude(session_key=session_key).delete()
    if ended:
        entry = ledger.Entry("sessions.ended", f"user:{actor.pk}", {"sessions_ended": ended})
        ledger.append(CHAIN, [entry], actor_id=actor.person_id, actor_role="", at=timezone.now())
    return ended
