"""Queries that are composed once and asked many times.

Composing a query costs Django about a millisecond, several times what the database needs to answer it. A page
that every family opens every evening keeps the composed statement and only fills in the values.
"""

from __future__ import annotations

import datetime as dt
from itertools import count
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models.query import get_related_populators

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.operations import BaseDatabaseOperations
    from django.db.models import Model, QuerySet

# Tuples, or instances where the query asks for them.
Rows = list[Any]
# A parameter is an id, a text, a date, a moment, or a list of ids.
Kind = type[int | str | dt.date] | type[list[int]]
# How many values each list has: the statement depends on it.
Shape = tuple[int, ...]

# What stands in for an id while a query is composed: no table ever holds so many rows.
_FIRST_ID = 8_000_000_000_000_000_000
_NO_ID = -1
_FIRST_DATE = dt.date(1, 1, 1)
# What a driver makes of columns of these kinds already; of expressions SQLite's does not know the kind.
_OF_DRIVER: dict[str, type] = {
    "BooleanField": bool, "DateField": dt.date, "TimeField": dt.time, "IntegerField": int,
}  # fmt: skip
_FIRST_MOMENT = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Place(NamedTuple):
    """Where the value of a placeholder comes from: a parameter, and a position where it is a list."""

    name: str
    at: int | None = None


class Slot(NamedTuple):
    """Where in the parameters a value goes. PostgreSQL wants integers in types of its driver's own: `kind`."""

    position: int
    place: Place
    kind: type[int] | None


class Reading(NamedTuple):
    """What Django makes of the values in a column. `driver`: what it may leave alone, for it comes as that."""

    at: int
    functions: Sequence[Callable[..., Any]]
    expression: Any
    driver: type | None


class Statement(NamedTuple):
    """A composed query: its parameters, those of its own already there, and what goes into the others."""

    sql: str
    params: list[Any]
    slots: list[Slot]
    readings: list[Reading]
    make: Callable[[tuple[Any, ...]], Model] | None


class Prepared:
    """A query that waits for its values. Made by `prepared`."""

    def __init__(self, compose: Callable[..., QuerySet[Any, Any]], kinds: dict[str, Kind]) -> None:
        self.__doc__ = compose.__doc__
        self.compose = compose  # for a query that says more
        self._kinds = kinds
        self._lists = [name for name, kind in kinds.items() if kind == list[int]]
        self._statements: dict[tuple[str, Shape], Statement | None] = {}

    def __call__(self, **values: Any) -> Rows:
        """The rows for these values. One query; none where an empty list leaves nothing to find."""
        for name in self._lists:
            values[name] = sorted(values[name])
        shape = tuple(len(values[name]) for name in self._lists)
        database = connections[DEFAULT_DB_ALIAS]
        key = (database.vendor, shape)
        if key not in self._statements:
            self._statements[key] = self._composed(shape)
        statement = self._statements[key]
        return [] if statement is None else _ask(database, statement, values)

    def _composed(self, shape: Shape) -> Statement | None:
        """Compose with values that stand in for the later ones, and find where they have gone."""
        places: dict[Any, Place] = {}
        given = self._stand_ins(dict(zip(self._lists, shape, strict=True)), places)
        compiler = self.compose(**given).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        lost = set(places.values()) - {places[param] for param in params if param in places}
        if lost and all(shape):  # with an empty list, a part of the query is gone for a good reason
            # Django drops a comparison with a number that the column could not hold, and the value with it.
            raise ValueError(f"the composed query has no place for {sorted(place.name for place in lost)}")
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return Statement(
            sql,
            list(params),
            [
                Slot(position, places[param], _kind(param))
                for position, param in enumerate(params)
                if param in places
            ],
            [_reading(at, functions, expression) for at, (functions, expression) in converters.items()],
            _maker(compiler),
        )

    def _stand_ins(self, lengths: dict[str, int], places: dict[Any, Place]) -> dict[str, Any]:
        free = count()
        given: dict[str, Any] = {}
        for name, kind in self._kinds.items():
            if name in lengths:
                wanted = [Place(name, at) for at in range(lengths[name])]
                given[name] = [_stand_in(int, next(free)) for _ in wanted]
                places.update(zip(given[name], wanted, strict=True))
            else:
                given[name] = _stand_in(kind, next(free))
                places[_for_driver(given[name])] = Place(name)
        return given


def prepared(**kinds: Kind) -> Callable[[Callable[..., QuerySet[Any, Any]]], Prepared]:
    """Turn a function that composes a query into one that asks it, for rows of a `values_list` or instances.

    `kinds` says what its parameters are. The function is called once for each combination of lengths of its
    lists, with values that mean nothing: it must not decide anything by them, and a value may only stand
    where one of its kind is compared.
    """
    return lambda compose: Prepared(compose, kinds)


def _stand_in(kind: Kind, number: int) -> Any:
    """A value of this kind that no other parameter of the query has."""
    if kind is int:
        return _FIRST_ID + number
    if kind is str:
        return f"stands in for text {number}"
    return (_FIRST_MOMENT if kind is dt.datetime else _FIRST_DATE) + dt.timedelta(days=number)


def _for_driver(value: Any) -> Any:
    return _adapted(connection.ops, value)


def _adapted(ops: BaseDatabaseOperations, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return ops.adapt_datetimefield_value(value)
    return ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def _kind(param: Any) -> type[int] | None:
    return type(param) if isinstance(param, int) and type(param) is not int else None


def _maker(compiler: Any) -> Callable[[tuple[Any, ...]], Model] | None:
    """What a queryset makes of a row: an instance with its annotations and all that it selects beside."""
    if not compiler.query.default_cols:
        return None
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    names = [column[0].target.attname for column in compiler.select[own]]
    related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # the stubs are of a later Django
    annotations = (compiler.annotation_col_map or {}).items()

    def make(row: tuple[Any, ...]) -> Model:
        made: Model = model.from_db(connection.alias, names, row[own])
        for populator in related:
            populator.populate(row, made)
        for name, at in annotations:
            setattr(made, name, row[at])
        return made

    return make


def _ask(database: BaseDatabaseWrapper, statement: Statement, values: dict[str, Any]) -> Rows:
    with database.cursor() as cursor:
        cursor.execute(statement.sql, _filled(statement, values, database.ops))
        rows: Rows = cursor.fetchall()
    if rows and statement.readings:
        rows = _converted(rows, statement.readings)
    return [statement.make(row) for row in rows] if statement.make else rows


def _filled(statement: Statement, values: dict[str, Any], ops: BaseDatabaseOperations) -> list[Any]:
    given = {name: _given(value, ops) for name, value in values.items()}
    params = statement.params.copy()
    for position, (name, at), kind in statement.slots:
        value = given[name] if at is None else given[name][at]
        params[position] = value if kind is None else kind(value)
    return params


def _given(value: Any, ops: BaseDatabaseOperations) -> Any:
    # A number from an address may be longer than any id: it finds nothing, where a database would complain.
    if isinstance(value, int):
        return value if value < _FIRST_ID else _NO_ID
    if isinstance(value, list):
        return [one if one < _FIRST_ID else _NO_ID for one in value]
    return _adapted(ops, value)


def _reading(at: int, functions: Sequence[Callable[..., Any]], expression: Any) -> Reading:
    own = getattr(expression, "convert_value", None)  # of a number: the number
    is_databases = all(
        function is own or getattr(function, "__self__", None) is connection.ops for function in functions
    )
    kind = expression.output_field.get_internal_type()
    return Reading(at, functions, expression, _OF_DRIVER.get(kind) if is_databases else None)


def _converted(rows: Rows, readings: list[Reading]) -> Rows:
    """What Django makes of the driver's values, column by column; each value is converted once."""
    changed = {}
    for one in readings:
        column = [row[one.at] for row in rows]
        if one.driver is None or not {one.driver, NoneType}.issuperset(map(type, column)):
            known = {value: value for value in column}
            for function in one.functions:
                known = {raw: function(value, one.expression, connection) for raw, value in known.items()}
            changed[one.at] = [known[value] for value in column]
    if not changed:
        return rows
    columns = [changed.get(at, column) for at, column in enumerate(zip(*rows, strict=True))]
    return list(zip(*columns, strict=True))
