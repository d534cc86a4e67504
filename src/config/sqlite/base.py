"""The engine that `config.environment` names: Django's own, but it remembers what it would do anew each time.

Django looks for placeholders in every statement whenever it is asked; in the long statements of a page that took
as long as the database's answer.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.db.backends.sqlite3 import base

if TYPE_CHECKING:
    from collections.abc import Sequence

_convert = base.SQLiteCursorWrapper.convert_query


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors remember statements."""

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 -- Django's signature
        """A cursor of the driver."""
        return self.connection.cursor(factory=Cursor)


class Cursor(base.SQLiteCursorWrapper):
    """Looks for the placeholders of a statement once."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        """The statement in the driver's spelling: `?` for `%s`."""
        return _with_marks(query) if param_names is None else _convert(self, query, param_names=param_names)


@lru_cache(maxsize=1024)
def _with_marks(query: str) -> str:
    return _convert(cast("Any", None), query)  # Django's rewriting looks at no cursor


@lru_cache(maxsize=4096)
def _date(raw: bytes) -> dt.date:
    """A page reads hundreds of dates, and the days of a year are few."""
    return dt.date.fromisoformat(raw.decode())


@lru_cache(maxsize=256)
def _time(raw: bytes) -> dt.time:
    """The bells of a school are fewer still."""
    return dt.time.fromisoformat(raw.decode())


sqlite3.register_converter("date", _date)
sqlite3.register_converter("time", _time)
