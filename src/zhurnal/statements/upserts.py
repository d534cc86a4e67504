"""Rows that take the place of those with the same key, by a statement that is composed once.

`bulk_create` composes it anew for each save, which takes the framework several times what the database needs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Field, Model


def upsert(model: type[Model], rows: Sequence[Model], keys: tuple[str, ...]) -> None:
    """Insert rows; where one with the same `keys` stands, everything else of it is replaced. One query, or none."""
    if rows:
        columns = _columns(model)
        given = [
            [field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns]
            for row in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(_statement(model, keys), given)


@cache
def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 -- Django's documented way to the fields


@cache
def _statement(model: type[Model], keys: tuple[str, ...]) -> str:
    """The same on SQLite and PostgreSQL; only names of our own models stand in it."""
    named = {field.name: connection.ops.quote_name(str(field.column)) for field in _columns(model)}
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- the same
    places = ", ".join(["%s"] * len(named))
    replaced = ", ".join(
        f"{column} = EXCLUDED.{column}" for name, column in named.items() if name not in keys
    )
    return (
        f"INSERT INTO {table} ({', '.join(named.values())}) VALUES ({places})"  # noqa: S608 -- see above
        f" ON CONFLICT ({', '.join(named[key] for key in keys)}) DO UPDATE SET {replaced}"
    )
