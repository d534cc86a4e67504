"""Sessions in the database that bring their account with them: one query where Django needs two."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhurnal.people.models import Session, User
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What a session knows beside its account: since when, in which browser, of which known device, when its owner
# has last proved who that is.
BEGUN_AT, BROWSER, DEVICE, PROVED_AT = "begun_at", "browser", "device", "proved_at"


def handle_of(session_key: str) -> str:
    """How a page names a session of its reader: the key itself would open it."""
    return salted_hmac("zhurnal.people.session", session_key).hexdigest()[:24]


class SessionStore(DatabaseStore):
    """Django's store over `Session`; after loading, `signed_in` is the account of the row or None."""

    signed_in: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of these sessions."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _running(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        row: Session = found[0]
        self.signed_in = row.user
        return row

    def cycle_key(self) -> None:
        """Change the key, as is done where somebody has just proved by a password who that is, and nowhere else."""
        super().cycle_key()
        self[PROVED_AT] = int(timezone.now().timestamp())

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to store, with the account that the data name."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # the base names its own model
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row


@prepared(key=str, now=dt.datetime)
def _running(key: str, now: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).select_related("user__person")
