"""The text of a cell from what the tables hold."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from zhurnal.calc.grading.entry import cell_text
from zhurnal.calc.grading.scale import FIVE, SCALES


class Standing(NamedTuple):
    """What stands in a cell: the columns of `Mark` and `Absence` that its text shows."""

    value: int | None = None
    second: int | None = None
    resit: int | None = None
    resit_second: int | None = None
    pending: bool = False
    code: str = ""
    minutes: int | None = None


@lru_cache(maxsize=8192)
def text_of(standing: Standing, scale: str = FIVE.code) -> str:
    """The canonical text, in a scale of the known codes; few different ones exist, so most are made once only."""
    value, second, resit, resit_second, pending, code, minutes = standing
    marks = tuple(mark for mark in (value, second) if mark is not None)
    resits = tuple(mark for mark in (resit, resit_second) if mark is not None)
    return cell_text(marks, code, minutes, resit=resits, pending=pending, scale=SCALES[scale])
