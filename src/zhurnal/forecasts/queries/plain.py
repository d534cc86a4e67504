"""Cells that hold one mark and nothing else, in columns: nearly all of a school, too many to be read one by one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, IntArray, real, whole
from zhurnal.calc.forecast.records import NEVER, Marks
from zhurnal.calc.grading.absence import is_missed
from zhurnal.forecasts.queries.marks import HUNDREDTHS, Calendar, counted
from zhurnal.forecasts.queries.rows import MarkRow, PlainRow, WorkRow
from zhurnal.forecasts.tracks import work_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from zhurnal.calc.grading.rules import Rules

MOMENT = "U16"  # "2026-03-04 12:30"
QUARTER_HOUR = 15  # clocks are only ever changed at one


class PlainCells(NamedTuple):
    """The cells: `work` is a place in `works`; `day`, `kind`[work]; `entered`: the day on which it was written."""

    works: Sequence[WorkRow]
    day: IntArray
    kind: IntArray
    work: IntArray
    pupil: IntArray
    value: IntArray
    entered: IntArray


def plain_cells(
    works: Sequence[WorkRow],
    rows: Sequence[PlainRow],
    missed: Mapping[tuple[int, int], str],
    calendar: Calendar,
) -> tuple[PlainCells, list[MarkRow]]:
    """Put the rows into columns, but those of lessons that the pupil missed: rules decide about each of these.

    `works` rise by their ids; `missed` holds codes by pupil and lesson.
    """
    ids, pupil, value, moment = zip(*rows, strict=True) if rows else ((), (), (), ())
    day = whole([calendar.number(one.date) for one in works])
    kind = whole([work_type(one.kind_code, one.kind_name, is_control=one.is_control) for one in works])
    work = np.searchsorted(whole([one.pk for one in works]), whole(ids))
    entered = np.maximum(_days(np.array(moment, dtype=MOMENT), calendar), day[work])
    cells = PlainCells(works, day, kind, work, whole(pupil), whole(value), entered)
    away = _missed(cells, missed)
    apart = [_cell(works[work[at]], *rows[at][1:]) for at in np.flatnonzero(away).tolist()]
    return _where(cells, ~away), apart


def _missed(cells: PlainCells, missed: Mapping[tuple[int, int], str]) -> BoolArray:
    """Which cells stand in a lesson that the pupil missed: the first of a lesson shows it."""
    lesson = whole([one.lesson if one.position == 1 else -1 for one in cells.works])
    keys = whole([key for key, code in missed.items() if is_missed(code)]).reshape(-1, 2)
    many = max(int(cells.pupil.max(initial=0)), int(keys[:, 0].max(initial=0))) + 1
    found: BoolArray = np.isin(lesson[cells.work] * many + cells.pupil, keys[:, 1] * many + keys[:, 0])
    return found


def plain_marks(
    cells: PlainCells, places: tuple[IntArray, IntArray], rules: Callable[[int], Rules]
) -> tuple[Marks, Marks]:
    """What counts, and all: `places` are the numbers of each cell's pupil and of each work's subject, −1 without.

    `rules` are asked by the id of a course.
    """
    pupil, subject = places[0], places[1][cells.work]
    here = (pupil >= 0) & (subject >= 0)
    cells, pupil, subject = _where(cells, here), pupil[here], subject[here]
    value, weight = _counting(cells, rules, places[1] >= 0)
    never = np.full(len(pupil), NEVER)
    day, kind = cells.day[cells.work], cells.kind[cells.work]
    every = Marks(pupil, subject, day, cells.entered, kind, weight / HUNDREDTHS, value, never)
    return every.where(weight > 0), every


def _counting(
    cells: PlainCells, rules: Callable[[int], Rules], taught: BoolArray
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The value and weight with which each cell counts. There are few different ones."""
    kinds: dict[tuple[object, ...], int] = {}
    like: list[tuple[WorkRow, Rules]] = []
    kind_of = np.zeros(len(cells.works), dtype=np.int64)
    for at in np.flatnonzero(taught).tolist():
        work = cells.works[at]
        found = rules(work.course)
        kind_of[at] = kinds.setdefault((id(found), work.weight, work.second_weight), len(kinds))
        if kind_of[at] == len(like):
            like.append((work, found))
    most = int(cells.value.max(initial=0)) + 1
    alike, which = np.unique(kind_of[cells.work] * most + cells.value, return_inverse=True)
    table = [_one(like[one // most], one % most) for one in alike.tolist()]
    values = real(table).reshape(-1, 2)[which.reshape(-1)]
    return values[:, 0], values[:, 1]


def _one(like: tuple[WorkRow, Rules], value: int) -> tuple[int, int]:
    """The value and weight of a single mark: it counts once or not at all."""
    work, rules = like
    found = counted(_cell(work, 0, value, ""), rules, "")
    return found[0] if found else (value, 0)


def _where(cells: PlainCells, chosen: BoolArray) -> PlainCells:
    rows = (getattr(cells, name)[chosen] for name in ("work", "pupil", "value", "entered"))
    return PlainCells(cells.works, cells.day, cells.kind, *rows)


def _cell(work: WorkRow, pupil: int, value: int, set_at: str) -> MarkRow:
    return MarkRow(
        pupil, work.course, work.lesson, work.date, set_at, work.position, value, None, None, None, work.weight,
        work.second_weight, None, work.is_control, work.kind_code, work.kind_name,
    )  # fmt: skip


def _days(moments: NDArray[np.str_], calendar: Calendar) -> IntArray:
    """The school's day of each moment, as a number."""
    minutes = moments.astype("datetime64[m]").astype(np.int64)
    blocks, which = np.unique(minutes // QUARTER_HOUR, return_inverse=True)
    offsets = whole([_offset(block * QUARTER_HOUR, calendar) for block in blocks.tolist()])
    local = minutes + offsets[which.reshape(-1)]
    start = np.datetime64(calendar.starts, "m").astype(np.int64)
    return whole((local - start) // (24 * 60))


def _offset(minutes: int, calendar: Calendar) -> int:
    """By how many minutes the school's clock is ahead of UTC then."""
    moment = dt.datetime.fromtimestamp(minutes * 60, dt.UTC)
    return int((moment.astimezone(calendar.zone).utcoffset() or dt.timedelta()) / dt.timedelta(minutes=1))
