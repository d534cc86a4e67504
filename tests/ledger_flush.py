"""Lets the test runner empty the database between tests that commit.

The ledger refuses DELETE and TRUNCATE, and Django flushes every table after such a test. Around that flush,
and only there, the triggers are taken away. Switched on by `pytest_plugins` in tests/conftest.py.
"""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

refuse_change = import_module("zhurnal.audit.migrations.0002_refuse_change")


@pytest.fixture(scope="session", autouse=True)
def ledger_may_be_flushed():
    with pytest.MonkeyPatch.context() as patch:
        flush = connection.ops.execute_sql_flush

        def flush_without_triggers(sql_list):
            run(refuse_change.REMOVE)
            flush(sql_list)
            run(refuse_change.INSTALL)

        patch.setattr(connection.ops, "execute_sql_flush", flush_without_triggers)
        yield


def run(statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for sql in statements[connection.vendor]:
            cursor.execute(sql)
