"""For the tests that try to break each constraint of a room: the database must refuse, for that reason."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

Constraint = models.UniqueConstraint | models.CheckConstraint


def constraints_of(room: str) -> dict[str, tuple[type[models.Model], Constraint]]:
    """All constraints of a room by name; columns unique by themselves are named like «user.login»."""
    found: dict[str, tuple[type[models.Model], Constraint]] = {}
    for model in apps.get_app_config(room).get_models():
        for constraint in model._meta.constraints:
            assert isinstance(constraint, Constraint)
            found[constraint.name] = (model, constraint)
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                name = f"{model._meta.model_name}.{field.name}"
                found[name] = (model, models.UniqueConstraint(fields=(field.name,), name=name))
    return found


@contextmanager
def refused_by(room: str, name: str) -> Iterator[None]:
    """The block must be refused by exactly this constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert _sign(*constraints_of(room)[name]) in str(refusal.value).replace('"', "")


def again(row: models.Model, **other: Any) -> None:
    """Store a second row like this one, except for the fields named."""
    copy = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    copy.pk = None
    for name, value in other.items():
        setattr(copy, name, value)
    type(row)._default_manager.bulk_create([copy])


def alter(row: models.Model, **values: Any) -> None:
    """Change a stored row without any check of ours."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def _sign(model: type[models.Model], constraint: Constraint) -> str:
    """What the message of the database must contain: SQLite names the columns of a broken uniqueness."""
    if isinstance(constraint, models.CheckConstraint):
        return constraint.name
    table = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = [table[name] for name in constraint.fields]
    if connection.vendor == "sqlite":
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return f"({', '.join(columns)})"
