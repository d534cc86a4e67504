"""The rows that the changes of one request touch: altered in memory, written at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.average import NOTHING, Sums, contribution
from zhurnal.calc.grading.entry import Entry, cell_text
from zhurnal.journal.models import Absence, Average, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[dt.date, dt.date | None]


class Column(NamedTuple):
    """A column of the course with all that decides whether somebody may write in it."""

    work_id: int
    lesson_id: int
    position: int
    weight: int
    date: dt.date
    cancelled: bool
    held: bool  # the actor holds the course today, or this lesson as a substitute
    period_id: int | None
    closed: bool

    @property
    def period(self) -> int:
        """The period of a lesson that has one; lessons outside any are refused before their marks count."""
        if self.period_id is None:
            raise ValueError("the lesson lies in no period")
        return self.period_id

    @property
    def is_ordinary(self) -> bool:
        """Whether absence stands here too."""
        return self.position == 1


@dataclass(slots=True)
class MarkRow:
    """A row of `Mark` as it stands or is going to stand; version 0: there is none yet."""

    marks: tuple[int, ...] = ()
    version: int = 0
    author_id: int | None = None
    set_at: dt.datetime | None = None
    touched: bool = False


@dataclass(slots=True)
class AbsenceRow:
    """A row of `Absence`, likewise."""

    code: str = ""
    minutes: int | None = None
    version: int = 0
    author_id: int | None = None
    set_at: dt.datetime | None = None
    touched: bool = False


class Cell(NamedTuple):
    """The crossing of a pupil and a column. Only in an ordinary column does `absence` ever hold anything."""

    mark: MarkRow
    absence: AbsenceRow

    @property
    def version(self) -> int:
        """How often anything changed here."""
        return self.mark.version + self.absence.version

    @property
    def text(self) -> str:
        """What stands here, as a teacher would type it."""
        return cell_text(self.mark.marks, self.absence.code, self.absence.minutes)

    @property
    def last(self) -> MarkRow | AbsenceRow:
        """The row that changed last: it tells who and when."""
        if self.mark.set_at is None or self.absence.set_at is None:
            return self.mark if self.absence.set_at is None else self.absence
        return self.mark if self.mark.set_at > self.absence.set_at else self.absence


@dataclass
class Rows:
    """All rows that a request may touch, by key."""

    course_id: int
    columns: dict[int, Column]
    memberships: dict[int, list[Span]]
    marks: dict[tuple[int, int], MarkRow] = field(default_factory=dict)  # by work, pupil
    absences: dict[tuple[int, int], AbsenceRow] = field(default_factory=dict)  # by lesson, pupil
    averages: dict[tuple[int, int], Sums] = field(default_factory=dict)  # by period, pupil
    new_averages: set[tuple[int, int]] = field(default_factory=set)

    def cell(self, column: Column, pupil: int) -> Cell:
        """The cell of a pupil in a column, whether anything stands there or not."""
        mark = self.marks.setdefault((column.work_id, pupil), MarkRow())
        if not column.is_ordinary:
            return Cell(mark, AbsenceRow())
        return Cell(mark, self.absences.setdefault((column.lesson_id, pupil), AbsenceRow()))

    def average(self, column: Column, pupil: int) -> Sums:
        """What the pupil's average of the column's period is made of."""
        return self.averages.get((column.period, pupil), NOTHING)

    def put(self, column: Column, pupil: int, entry: Entry) -> None:
        """Replace the content of a cell and carry the difference into the average."""
        cell = self.cell(column, pupil)
        if cell.mark.marks != entry.marks:
            self._shift(column, pupil, cell.mark.marks, entry.marks)
            cell.mark.marks, cell.mark.touched = entry.marks, True
            cell.mark.version += 1
        code = entry.absence or ""
        if (cell.absence.code, cell.absence.minutes) != (code, entry.minutes):
            cell.absence.code, cell.absence.minutes, cell.absence.touched = code, entry.minutes, True
            cell.absence.version += 1

    def _shift(self, column: Column, pupil: int, old: tuple[int, ...], new: tuple[int, ...]) -> None:
        key = (column.period, pupil)
        change = contribution(new, column.weight) - contribution(old, column.weight)
        self.averages[key] = self.averages.get(key, NOTHING) + change
        self.new_averages.add(key)

    def write(self, author_id: int, now: dt.datetime) -> None:
        """Store what changed: one query a table (SQLite: for up to 111 rows at once)."""
        signed = {"author_id": author_id, "set_at": now}
        marks = [
            Mark(work_id=work, pupil_id=pupil, version=row.version, **_two(row.marks), **signed)
            for (work, pupil), row in self.marks.items()
            if row.touched
        ]
        absences = [
            Absence(lesson_id=lesson, pupil_id=pupil, version=row.version, **_sign(row), **signed)
            for (lesson, pupil), row in self.absences.items()
            if row.touched
        ]
        _upsert(Mark, marks, ("work", "pupil"), ("value", "second", "version", "author", "set_at"))
        _upsert(Absence, absences, ("lesson", "pupil"), ("code", "minutes", "version", "author", "set_at"))
        averages = list(self._changed_averages())
        _upsert(Average, averages, ("course", "period", "pupil"), ("weight", "weighted", "count"))

    def _changed_averages(self) -> Iterator[Average]:
        for period, pupil in self.new_averages:
            sums = self.averages[period, pupil]
            yield Average(
                course_id=self.course_id, period_id=period, pupil_id=pupil,
                weight=sums.weight, weighted=sums.weighted, count=sums.count,
            )  # fmt: skip


def _two(marks: tuple[int, ...]) -> dict[str, int | None]:
    first, second, *_ = (*marks, None, None)
    return {"value": first, "second": second}


def _sign(row: AbsenceRow) -> dict[str, Any]:
    return {"code": row.code, "minutes": row.minutes}


def _upsert(model: Any, rows: list[Any], keys: tuple[str, ...], fields: tuple[str, ...]) -> None:
    if rows:
        model.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=fields)
