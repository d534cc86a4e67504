"""The database's own refusal, past Django's models and past our code."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tests.audit.lines import chains
from tests.ledger_flush import run
from zhurnal.audit.ledger import records, store
from zhurnal.audit.models import Line
from zhurnal.audit.verify import verify_chains

refuse_change = import_module("zhurnal.audit.migrations.0002_refuse_change")
pytestmark = pytest.mark.django_db
FRESH = {"id": "id + 100", "seq": "seq + 100", "change_id": "NULL"}


@pytest.fixture(autouse=True)
def stored():
    store(chains(one=3))


def refused(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize("field", [field.attname for field in Line._meta.fields])
def test_no_column_of_a_line_can_be_updated(field):
    refused(f"UPDATE audit_line SET {field} = {field} WHERE seq = 2")  # noqa: S608 -- a column's name


def test_no_line_can_be_deleted():
    refused("DELETE FROM audit_line WHERE seq = 3")
    refused("DELETE FROM audit_line")
    assert Line.objects.count() == 3


def test_django_is_refused_as_well():
    line = Line.objects.get(seq=2)
    for forbidden in (
        line.save,
        line.delete,
        Line.objects.all().delete,
        lambda: Line.objects.update(actor_id=1),
    ):
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            forbidden()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_table_cannot_be_truncated():
    refused("TRUNCATE audit_line")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("taken", ["id", "chain, seq", "change_id"])
def test_no_line_can_be_replaced(taken):
    columns = [field.attname for field in Line._meta.fields]
    values = [name if name in taken.split(", ") else FRESH.get(name, name) for name in columns]
    copy = f"SELECT {', '.join(values)} FROM audit_line WHERE seq = 1"  # noqa: S608 -- names of columns
    refused(f"INSERT OR REPLACE INTO audit_line ({', '.join(columns)}) {copy}")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", "'{}'"),
        ("actor_id", "18"),
        ("hash", "commitment"),
        ("action", "'mark.clear'"),
        ("seq", "7"),
    ],
)
def test_a_line_altered_in_the_database_by_hand_is_found_by_the_verifier(column, value):
    run(refuse_change.REMOVE)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_line SET {column} = {value} WHERE seq = 2")  # noqa: S608 -- literals above
    run(refuse_change.INSTALL)
    assert [(breach.chain, breach.seq) for breach in verify_chains(records())] == [("one", 2)]


def test_the_refusal_can_be_taken_away_and_put_back():
    run(refuse_change.REMOVE)
    Line.objects.filter(seq=3).delete()
    run(refuse_change.INSTALL)
    refused("DELETE FROM audit_line")
    assert Line.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_test_runner_alone_may_empty_the_ledger():
    call_command("flush", interactive=False, verbosity=0)
    assert not Line.objects.exists()
    store(chains(one=3))
    refused("DELETE FROM audit_line")
