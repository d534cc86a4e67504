"""Cells of the journal as the marks that a forecast knows, by the rules that make the average of the diary."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.forecast.records import NEVER, WorkType
from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.counting import Cell, cell_terms
from zhurnal.forecasts.tracks import work_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.forecasts.queries.rows import BroughtRow, MarkRow

# What a cell counts does not depend on the day; only a point would ask for it.
_ANY_DAY = dt.date(2000, 1, 1)
HUNDREDTHS = 100
MINUTE = len("2026-03-04 12:30")

# pupil, subject, day, entered, kind, weight, value, void_day: as `records.Marks.of` reads them
Row = tuple[int, int, int, int, int, float, int, int]
# (mark, weight in hundredths) of all that counts in a cell
Counted = tuple[tuple[int, int], ...]


class Place(NamedTuple):
    """Where a mark goes: the numbers of pupil and subject in the records."""

    pupil: int
    subject: int


class Calendar(NamedTuple):
    """Days as numbers, from the first of the year on; moments are those of the school's clock."""

    starts: dt.date
    zone: ZoneInfo

    def number(self, day: dt.date) -> int:
        """The number of a day."""
        return (day - self.starts).days

    def of_moment(self, moment: str) -> int:
        """The number of the day on which something happened, of a moment in UTC as text."""
        return self.number(_day_of(moment[:MINUTE], self.zone))


@lru_cache(maxsize=65536)
def _day_of(minute: str, zone: ZoneInfo) -> dt.date:
    return dt.datetime.fromisoformat(minute).replace(tzinfo=dt.UTC).astimezone(zone).date()


class Cells:
    """Reads cells. The same answers come again and again in a school: what they count is remembered."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._known: dict[tuple[object, ...], Counted] = {}

    def rows(self, cell: MarkRow, at: Place, rules: Rules, missed: str) -> Iterator[Row]:
        """What a cell says. The first attempt of a re-sit stands from its lesson until the re-sit annuls it."""
        day = self._calendar.number(cell.date)
        entered = max(self._calendar.of_moment(cell.set_at), day)
        kind = int(work_type(cell.kind_code, cell.kind_name, is_control=cell.is_control))
        if cell.resit is not None:
            first = cell._replace(resit=None, resit_second=None)
            for value, weight in self._counted(first, rules, missed):
                yield (*at, day, day, kind, weight / HUNDREDTHS, value, max(entered, day + 1))
        for value, weight in self._counted(cell, rules, missed):
            yield (*at, day, entered, kind, weight / HUNDREDTHS, value, NEVER)

    def _counted(self, cell: MarkRow, rules: Rules, missed: str) -> Counted:
        values = (cell.value, cell.second, cell.resit, cell.resit_second)
        key = (id(rules), values, cell.weight, cell.second_weight, bool(cell.handed_in), missed)
        if key not in self._known:
            self._known[key] = counted(cell, rules, missed)
        return self._known[key]


def row_of(one: BroughtRow, at: Place, calendar: Calendar) -> Row:
    """What a mark brought along says."""
    day, kind = calendar.number(one.date), WorkType.CONTROL if one.is_control else WorkType.ANSWER
    entered = max(calendar.of_moment(one.set_at), day)
    return (*at, day, entered, int(kind), one.weight / HUNDREDTHS, one.value, NEVER)


def counted(cell: MarkRow, rules: Rules, missed: str) -> Counted:
    """All that counts, with its weight in hundredths."""
    told = Cell(
        _ANY_DAY, tuple(one for one in (cell.value, cell.second) if one is not None), cell.weight,
        tuple(one for one in (cell.resit, cell.resit_second) if one is not None),
        absence=missed, second_weight=cell.second_weight, handed_in=_ANY_DAY if cell.handed_in else None,
    )  # fmt: skip
    counting = [one for one in cell_terms(told, rules, _ANY_DAY) if one.weight and one.value is not None]
    return tuple((one.value or 0, one.weight) for one in counting)


def missed_in(absences: Mapping[tuple[int, int], str], cell: MarkRow) -> str:
    """The absence beside a mark, where the lesson was missed."""
    code = absences.get((cell.pupil, cell.lesson), "") if cell.position == 1 else ""
    return code if code and is_missed(code) else ""
