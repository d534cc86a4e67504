"""Sessions in the database that bring their account with them: one query where Django needs two."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from zhurnal.people.models import Session, User


class SessionStore(DatabaseStore):
    """Django's store over `Session`; after loading, `signed_in` is the account of the row or None."""

    signed_in: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of these sessions."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        try:
            row = Session.objects.select_related("user__person").get(
                session_key=self.session_key, expire_date__gt=timezone.now()
            )
        except Session.DoesNotExist:
            self._session_key = None
            return None
        self.signed_in = row.user
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to store, with the account that the data name."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # the base names its own model
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row
