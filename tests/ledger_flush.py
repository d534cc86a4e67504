"""Lets the test runner empty the database between tests that commit.

The ledger refuses DELETE and TRUNCATE, and Django flushes every table after such a test. Around that flush,
and only there, the triggers are taken away. Switched on by `pytest_plugins` in tests/conftest.py.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

refuse_change = import_module("zhurnal.audit.migrations.0002_refuse_change")


@pytest.fixture(scope="session", autouse=True)
def ledger_may_be_flushed():
    # On the class: a browser's test may flush through another connection than the one of this moment.
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        flush = operations.execute_sql_flush

        def flush_without_triggers(self: Any, sql_list: list[str]) -> None:
            run(refuse_change.REMOVE, self.connection)
            flush(self, sql_list)
            run(refuse_change.INSTALL, self.connection)

        patch.setattr(operations, "execute_sql_flush", flush_without_triggers)
        yield


def run(statements: dict[str, tuple[str, ...]], on: BaseDatabaseWrapper = connection) -> None:
    with on.cursor() as cursor:
        for sql in statements[on.vendor]:
            cursor.execute(sql)
