"""The sheet of a lesson offers the absence of the lesson before; nothing is written without the teacher."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.journal.forms import cell_field
from zhurnal.journal.queries.previous import earlier_attendance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.journal.queries.excuses import Announced
    from zhurnal.journal.queries.sheet import Sheet
    from zhurnal.timetable.models import Lesson

ORDINARY = 1  # the position of the column in which absence stands
# Number and subject of a lesson, and who missed it.
Group = tuple[tuple[int, str], list["Absent"]]


class Absent(NamedTuple):
    """A pupil who missed the lesson before and of whom nothing is said in this one yet."""

    name: str
    field: str
    code: str
    before: tuple[int, str]


def absent_before(lesson: Lesson, sheet: Sheet) -> list[Group]:
    """Who missed the lesson before, by that lesson. One query; none where attendance is taken already."""
    if sheet.locked or sheet.attendance_taken:
        return []
    earlier = earlier_attendance(lesson)
    absent = [
        Absent(row.name, cell_field(row.pupil_id, column.work_id), known.code, (known.number, known.subject))
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=True)
        if column.position == ORDINARY
        and cell is not None
        and not cell.text
        and (known := earlier.get(row.pupil_id)) is not None
        and known.code
    ]
    absent.sort(key=lambda one: one.before)
    return [(before, list(those)) for before, those in groupby(absent, key=lambda one: one.before)]


def offered_values(groups: Iterable[Group]) -> dict[str, str]:
    """The signs by the names of their fields."""
    return {one.field: one.code for _before, those in groups for one in those}


def announced_values(announced: Mapping[int, Announced], sheet: Sheet) -> dict[str, str]:
    """The signs of accepted excuses by the names of the fields in which nothing stands yet, or only «н»."""
    if sheet.locked:
        return {}
    return {
        cell_field(row.pupil_id, column.work_id): announced[row.pupil_id].code
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=True)
        if column.position == ORDINARY
        and cell is not None
        and cell.text in {"", "н"}
        and row.pupil_id in announced
        and announced[row.pupil_id].code
    }
