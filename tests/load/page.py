"""A page that somebody has open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.torture.judge import Cell, Standing


class Page(NamedTuple):
    """A session and an address; of a writer also what stands in the cells."""

    session: str
    address: str
    cells: dict[Cell, Standing]
