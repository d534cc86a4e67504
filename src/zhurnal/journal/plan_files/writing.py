"""A plan as a file that a spreadsheet opens and `plan_files` reads."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.journal.plan_files.columns import HOURS, NUMBER, column_names
from zhurnal.journal.plan_files.workbook import workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhurnal.journal.plan_rows import PlanRow

# What a spreadsheet would run as a formula (security.md SEC-22).
RUNS = ("=", "+", "-", "@", "\t", "\r")
_ORDER = (NUMBER, "section", "text", HOURS, "homework", "control")
_WIDTHS = (6, 30, 60, 8, 45, 30)  # of the columns of a workbook, in signs


def csv_of(rows: Mapping[int, PlanRow]) -> bytes:
    """The rows of a plan, by their numbers, as CSV for a Russian spreadsheet: UTF-8 with its mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for row in _table(rows):
        writer.writerow([harmless(str(part)) for part in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Mapping[int, PlanRow]) -> bytes:
    """The same as a workbook."""
    return workbook_of(_("Темы"), _table(rows), _WIDTHS)


def _table(rows: Mapping[int, PlanRow]) -> Iterator[tuple[str | int, ...]]:
    names = column_names()
    yield tuple(names[kind] for kind in _ORDER)
    for number, row in rows.items():
        yield number, row.section, row.text, 1, row.homework, row.control


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def as_written(text: str) -> str:
    """The text before `harmless` has had it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUNS) else text
