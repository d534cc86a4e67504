"""A page of the journal while it is filled: rows, averages and lines of the ledger in step.

What is written here is what the actions of the journal would have written one by one; `journal.replay` and
`ops.checks` find no difference. Events come in the order of their times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.access.roles import Role
from zhurnal.audit.ledger import Entry, Stamp
from zhurnal.calc.grading.average import NOTHING, Sums, contribution
from zhurnal.calc.grading.entry import cell_text
from zhurnal.journal import history
from zhurnal.journal.history_columns import column_entry, column_facts
from zhurnal.journal.sentences import day_text
from zhurnal.school.actions.record import COMMAND_LINE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from zhurnal.journal.models import Work

TEACHER = Role.TEACHER.value


class Column(NamedTuple):
    """A work of the course."""

    pk: int
    lesson: int
    position: int
    weight: int
    period: int


@dataclass(slots=True)
class MarkRow:
    """A row of `Mark`."""

    marks: tuple[int, ...] = ()
    resit: tuple[int, ...] = ()
    pending: bool = False
    version: int = 0
    comment: str = ""
    author: int = 0
    at: dt.datetime | None = None


@dataclass(slots=True)
class AbsenceRow:
    """A row of `Absence`."""

    code: str = ""
    minutes: int | None = None
    version: int = 0
    author: int = 0
    at: dt.datetime | None = None


class TextRow(NamedTuple):
    """A row of `LessonTopic` or `Homework` (with what it is due for) or `AttendanceTaken` (no text)."""

    lesson: int
    author: int
    at: dt.datetime
    text: str = ""
    due: int | None = None
    minutes: int | None = None


NO_MARK, NO_ABSENCE = MarkRow(), AbsenceRow()


@dataclass
class Page:
    """One course."""

    marks: dict[tuple[int, int], MarkRow] = field(default_factory=dict)  # by work, pupil
    absences: dict[tuple[int, int], AbsenceRow] = field(default_factory=dict)  # by lesson, pupil
    averages: dict[tuple[int, int], Sums] = field(default_factory=dict)  # by period, pupil
    topics: list[TextRow] = field(default_factory=list)
    homework: list[TextRow] = field(default_factory=list)
    rolls: list[TextRow] = field(default_factory=list)
    lines: list[tuple[Entry, Stamp]] = field(default_factory=list)

    def mark(  # noqa: PLR0917 -- what a mark consists of
        self,
        at: dt.datetime,
        author: int,
        column: Column,
        pupil: int,
        marks: tuple[int, ...],
        comment: str = "",
    ) -> None:
        """A mark is put into a cell, or replaces what stands there."""

        def put() -> None:
            row = self._count(column, pupil, marks)
            row.marks, row.pending, row.comment = marks, False, comment or row.comment
            row.author, row.at = author, at

        self._change(Stamp(author, TEACHER, at), column, pupil, put)

    def resit(self, at: dt.datetime, author: int, column: Column, pupil: int, mark: int) -> None:
        """The work is sat again: both marks stay, and the later one counts."""

        def put() -> None:
            row = self._count(column, pupil, (mark,))
            row.resit, row.author, row.at = (mark,), author, at

        self._change(Stamp(author, TEACHER, at), column, pupil, put)

    def point(self, at: dt.datetime, author: int, column: Column, pupil: int) -> None:
        """The teacher waits for a work."""

        def put() -> None:
            row = self._count(column, pupil, ())
            row.pending, row.author, row.at = True, author, at

        self._change(Stamp(author, TEACHER, at), column, pupil, put)

    def settle(self, at: dt.datetime, column: Column, pupil: int, last: dt.date) -> None:
        """The last day of a point has passed: it vanishes, as `journal.actions.points` lets it."""

        def put() -> None:
            row = self._count(column, pupil, ())
            row.pending, row.at = False, at

        reason = f"точка: работа не сдана до {day_text(last)}"
        self._change(Stamp(None, COMMAND_LINE, at), column, pupil, put, reason)

    def absence(  # noqa: PLR0917 -- what a sign of attendance consists of
        self, at: dt.datetime, author: int, column: Column, pupil: int, code: str, minutes: int | None = None
    ) -> None:
        """A code of attendance is put into the ordinary column of a lesson, or replaces another."""

        def put() -> None:
            row = self.absences.setdefault((column.lesson, pupil), AbsenceRow())
            row.code, row.minutes, row.author, row.at = code, minutes, author, at
            row.version += 1

        self._change(Stamp(author, TEACHER, at), column, pupil, put)

    def open_column(self, at: dt.datetime, author: int, work: Work) -> None:
        """A further column is added to a lesson."""
        self.lines.append(
            (column_entry(work, before=None, after=column_facts(work)), Stamp(author, TEACHER, at))
        )

    def topic(self, row: TextRow) -> None:
        """A topic is written."""
        self.topics.append(row)
        self._tell(row, history.topic_entry(row.lesson, "", row.text, 1))

    def set_homework(self, row: TextRow) -> None:
        """Homework is set; an empty text says «без задания»."""
        self.homework.append(row)
        facts = history.homework_facts(row.text, row.due, None, row.minutes)
        self._tell(row, history.homework_entry(row.lesson, None, facts, 1))

    def roll(self, row: TextRow) -> None:
        """The teacher has looked who is there."""
        self.rolls.append(row)
        self._tell(row, history.attendance_entry(row.lesson))

    def _tell(self, row: TextRow, entry: Entry) -> None:
        self.lines.append((entry, Stamp(row.author, TEACHER, row.at)))

    def _count(self, column: Column, pupil: int, counted: tuple[int, ...]) -> MarkRow:
        """Let these marks count in the average instead of what counted so far; the row gets its next version."""
        row = self.marks.setdefault((column.pk, pupil), MarkRow())
        change = contribution(counted, column.weight) - contribution(row.resit or row.marks, column.weight)
        key = (column.period, pupil)
        self.averages[key] = self.averages.get(key, NOTHING) + change
        row.version += 1
        return row

    def _change(
        self, stamp: Stamp, column: Column, pupil: int, put: Callable[[], None], reason: str = ""
    ) -> None:
        before = self._cell(column, pupil)
        put()
        entry = history.cell_entry(
            pupil, column.pk, before=before, after=self._cell(column, pupil),
            average=self.averages.get((column.period, pupil), NOTHING), reason=reason,
        )  # fmt: skip
        self.lines.append((entry, stamp))

    def _cell(self, column: Column, pupil: int) -> history.CellSide:
        """A cell, as `journal.actions.cell_rows` has it."""
        mark = self.marks.get((column.pk, pupil), NO_MARK)
        absence = NO_ABSENCE
        if column.position == 1:
            absence = self.absences.get((column.lesson, pupil), NO_ABSENCE)
        return history.CellSide(
            cell_text(mark.marks, absence.code, absence.minutes, resit=mark.resit, pending=mark.pending),
            mark.version + absence.version,
            {"comment": mark.comment} if mark.comment else {},
        )
