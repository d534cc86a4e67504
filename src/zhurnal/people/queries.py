"""Where an account is signed in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from zhurnal.people.models import Session
from zhurnal.people.sessions import BEGUN_AT, BROWSER, handle_of

if TYPE_CHECKING:
    from zhurnal.people.models import User


class SignedIn(NamedTuple):
    """A signed-in browser. `since` is None for a session that began before this was kept."""

    handle: str
    browser: str
    since: dt.datetime | None
    is_this: bool


def own_sessions(user: User, session_key: str | None) -> list[SignedIn]:
    """All of an account: this one first, then the latest. One query."""
    running = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    found = [_line(one, session_key) for one in running]
    return sorted(found, key=lambda one: (not one.is_this, -(one.since.timestamp() if one.since else 0)))


def _line(session: Session, session_key: str | None) -> SignedIn:
    said = session.get_decoded()
    begun = said.get(BEGUN_AT)
    since = dt.datetime.fromtimestamp(begun, timezone.get_current_timezone()) if begun else None
    key = session.session_key
    return SignedIn(handle_of(key), said.get(BROWSER, ""), since, key == session_key)
