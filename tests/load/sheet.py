"""How long the server makes the page of a grid of 30 pupils × 80 columns: the largest there is."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest import mock

if TYPE_CHECKING:
    from django.test import Client

    from zhurnal.journal.queries.grid import Grid

PUPILS, COLUMNS, TIMES = 30, 80, 30
BUDGET_MS, BUDGET_KB = 50, 60


def figures(path: str, login: str) -> str:
    """The page of a real grid, its rows and columns repeated up to that size. Needs Django set up."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- models need Django
    from django.test import Client  # noqa: PLC0415

    from zhurnal.journal.queries.grid import grid  # noqa: PLC0415

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(get_user_model().objects.get(login=login))
    with mock.patch("zhurnal.journal.views.course.grid", lambda *asked: stretched(grid(*asked))):
        first = _milliseconds(client, path)
        median = statistics.median(_milliseconds(client, path) for _ in range(TIMES))
        size = len(client.get(path).content) / 1024
    return (
        f"Grid of {PUPILS} × {COLUMNS}: {median:.0f} ms of one core with its queries (the first time "
        f"{first:.0f}; wanted: {BUDGET_MS}), {size:.0f} KB of HTML (wanted: {BUDGET_KB})"
    )


def stretched(sheet: Grid) -> Grid:
    """The same sheet with so many rows and columns; numbers and days differ, as they would."""
    width = len(sheet.columns)
    columns = [
        sheet.columns[at % width]._replace(
            work_id=10_000_000 + at,
            lesson_id=10_000_000 + at,
            date=sheet.columns[0].date + dt.timedelta(at),
            first_of_month=not at,
        )
        for at in range(COLUMNS)
    ]
    rows = [
        replace(row, pupil_id=10_000_000 + at, cells=[row.cells[one % width] for one in range(COLUMNS)])
        for at in range(PUPILS)
        for row in [sheet.rows[at % len(sheet.rows)]]
    ]
    return replace(sheet, columns=columns, rows=rows, months=[(columns[0].date, COLUMNS)])


def _milliseconds(client: Client, path: str) -> float:
    """Of the processor: the machine is shared."""
    before = time.process_time()
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return (time.process_time() - before) * 1000
