"""The room people."""

from django.apps import AppConfig
from django.db import connection


class PeopleConfig(AppConfig):
    name = "zhurnal.people"
    verbose_name = "Люди"

    def ready(self) -> None:
        """Read dates of SQLite faster than Django does; it is the room where all rooms keep their queries."""
        if connection.vendor == "sqlite":  # asking loads Django's own reading of dates, which must come first
            from zhurnal.people.prepared import keep_dates  # noqa: PLC0415 -- Django must be ready

            keep_dates()
