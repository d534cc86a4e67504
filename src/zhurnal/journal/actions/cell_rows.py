"""The rows that the changes of one request touch: altered in memory, written at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.average import NOTHING, Sums
from zhurnal.calc.grading.counting import Cell as CountedCell
from zhurnal.calc.grading.counting import cell_sums
from zhurnal.calc.grading.entry import cell_text
from zhurnal.journal.models import Absence, Average, Mark
from zhurnal.statements.upserts import upsert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.grading.rules import Rules

Span = tuple[dt.date, dt.date | None]
# Stored averages do not depend on the day: a point counts once an action has turned it into a mark.
BEFORE_ALL_DAYS = dt.date.min


class Column(NamedTuple):
    """A column of the course with all that decides whether somebody may write in it, and how it counts."""

    work_id: int
    lesson_id: int
    position: int
    weight: int
    second_weight: int | None
    date: dt.date
    cancelled: bool
    held: bool  # the actor holds the course today, or this lesson as a substitute
    period_id: int | None
    closed: bool
    rules: Rules

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


class Content(NamedTuple):
    """What a mark is: its values and those of a re-sit, or a point with its day; what is said about it."""

    marks: tuple[int, ...] = ()
    resit: tuple[int, ...] = ()
    pending: bool = False
    due: dt.date | None = None
    handed_in: dt.date | None = None
    comment: str = ""
    is_staff_only: bool = False

    @property
    def bare(self) -> Content:
        """Without what is said about it: a comment may be written at any time."""
        return self._replace(comment="", is_staff_only=False)

    @property
    def extras(self) -> dict[str, Any]:
        """What the text of a cell does not show, as a line of the ledger tells it; only what is there."""
        said = {
            "due": self.due and self.due.isoformat(), "handed_in": self.handed_in and self.handed_in.isoformat(),
            "comment": self.comment, "staff_only": self.is_staff_only,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}


EMPTY = Content()


@dataclass(slots=True)
class MarkRow:
    """A row of `Mark` as it stands or is going to stand; version 0: there is none yet."""

    content: Content = EMPTY
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

    column: Column
    mark: MarkRow
    absence: AbsenceRow

    @property
    def version(self) -> int:
        """How often anything changed here."""
        return self.mark.version + self.absence.version

    @property
    def text(self) -> str:
        """What stands here, as a teacher would type it."""
        content = self.mark.content
        return cell_text(
            content.marks, self.absence.code, self.absence.minutes, resit=content.resit,
            pending=content.pending, scale=self.column.rules.scale,
        )  # fmt: skip

    @property
    def counted(self) -> CountedCell:
        """As the rules of counting read it."""
        content, column = self.mark.content, self.column
        return CountedCell(
            column.date, content.marks, column.weight, content.resit, self.absence.code, content.pending,
            column.second_weight, content.due, content.handed_in,
        )  # fmt: skip

    @property
    def sums(self) -> Sums:
        """What it adds to the average."""
        return cell_sums(self.counted, self.column.rules, BEFORE_ALL_DAYS)

    @property
    def last(self) -> MarkRow | AbsenceRow:
        """The row that changed last: it tells who and when."""
        if self.mark.set_at is None or self.absence.set_at is None:
            return self.mark if self.absence.set_at is None else self.absence
        return self.mark if self.mark.set_at > self.absence.set_at else self.absence

    def put(self, content: Content, code: str, minutes: int | None) -> None:
        """Replace what stands here."""
        if self.mark.content != content:
            self.mark.content, self.mark.touched = content, True
            self.mark.version += 1
        if (self.absence.code, self.absence.minutes) != (code, minutes):
            self.absence.code, self.absence.minutes, self.absence.touched = code, minutes, True
            self.absence.version += 1


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
            return Cell(column, mark, AbsenceRow())
        return Cell(column, mark, self.absences.setdefault((column.lesson_id, pupil), AbsenceRow()))

    def average(self, column: Column, pupil: int) -> Sums:
        """What the pupil's average of the column's period is made of."""
        return self.averages.get((column.period, pupil), NOTHING)

    def put(self, column: Column, pupil: int, content: Content, code: str, minutes: int | None) -> None:
        """Replace the content of a cell and carry the difference into the average."""
        cell, key = self.cell(column, pupil), (column.period, pupil)
        before = cell.sums
        cell.put(content, code, minutes)
        change = cell.sums - before
        # A mark, even of no weight, is known to the averages: a row without sums says that nothing counts.
        if change != NOTHING or cell.mark.touched:
            self.averages[key] = self.averages.get(key, NOTHING) + change
            self.new_averages.add(key)

    def write(self, author_id: int, now: dt.datetime) -> None:
        """Store what changed: one query a table."""
        signed = {"author_id": author_id, "set_at": now}
        marks = [
            Mark(work_id=work, pupil_id=pupil, version=row.version, **mark_fields(row.content), **signed)
            for (work, pupil), row in self.marks.items()
            if row.touched
        ]
        absences = [
            Absence(
                lesson_id=lesson, pupil_id=pupil, version=row.version, code=row.code, minutes=row.minutes, **signed
            )
            for (lesson, pupil), row in self.absences.items()
            if row.touched
        ]  # fmt: skip
        upsert(Mark, marks, ("work", "pupil"))
        upsert(Absence, absences, ("lesson", "pupil"))
        upsert(Average, list(self._changed_averages()), ("course", "period", "pupil"))

    def _changed_averages(self) -> Iterator[Average]:
        for period, pupil in self.new_averages:
            sums = self.averages[period, pupil]
            yield Average(
                course_id=self.course_id, period_id=period, pupil_id=pupil,
                weight=sums.weight, weighted=sums.weighted, count=sums.count,
            )  # fmt: skip


def mark_fields(content: Content) -> dict[str, Any]:
    """The columns of `Mark` that hold a content."""
    first, second, *_ = (*content.marks, None, None)
    resit, resit_second, *_ = (*content.resit, None, None)
    return {
        "value": first, "second": second, "resit": resit, "resit_second": resit_second,
        "pending": content.pending, "due": content.due, "handed_in": content.handed_in,
        "comment": content.comment, "is_staff_only": content.is_staff_only,
    }  # fmt: skip
