"""The tables of docs/forecast.md, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.forecast.study import oulad, school, uci

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def lines(what: str, path: Path, mode: str) -> Iterator[str]:
    """Return the table of one set of data line by line. Raises ForecastError where its files are not there."""
    if what == "uci":
        return uci.table(path)
    return oulad.table(path) if what == "oulad" else school.table(path, mode)
