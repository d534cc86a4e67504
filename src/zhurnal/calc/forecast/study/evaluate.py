"""The tables of docs/forecast.md, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.study import school

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def lines(what: str, path: Path, mode: str) -> Iterator[str]:
    """Return the table of one set of data line by line. Raises ForecastError where its files are not there."""
    if what == "school":
        return school.table(path, mode)
    raise ForecastError("study", "Таких данных нет.")
