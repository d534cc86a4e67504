"""A plan as a file that a spreadsheet opens and `plan_files` reads."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from zhurnal.journal.plan_files.columns import HOURS, NUMBER, column_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhurnal.journal.plan_rows import PlanRow

# What a spreadsheet would run as a formula (security.md SEC-22).
RUNS = ("=", "+", "-", "@", "\t", "\r")
_ORDER = (NUMBER, "section", "text", HOURS, "homework", "control")


def csv_of(rows: Mapping[int, PlanRow]) -> bytes:
    """The rows of a plan, by their numbers, as CSV for a Russian spreadsheet: UTF-8 with its mark, semicolons."""
    names = column_names()
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([names[kind] for kind in _ORDER])
    for number, row in rows.items():
        parts = (number, row.section, row.text, 1, row.homework, row.control)
        writer.writerow([harmless(str(part)) for part in parts])
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def as_written(text: str) -> str:
    """The text before `harmless` has had it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUNS) else text
