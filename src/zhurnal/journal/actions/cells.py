"""Saving cells: the one path by which marks and absences come in from grid, lesson sheet and programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.grading.average import Sums, average, display
from zhurnal.calc.grading.entry import CLEAR, Entry, EntryError, cell_text, parse
from zhurnal.journal import history
from zhurnal.journal.actions.cell_content import Gone, content_of
from zhurnal.journal.actions.cell_facts import load
from zhurnal.journal.actions.repeating import Answered, Deed, told_before, with_names
from zhurnal.journal.rules import (
    RefusedError,
    check_content,
    check_details,
    check_lesson,
    check_member,
    check_window,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from zhurnal.journal.actions.cell_rows import Cell, Column, Content, Rows
    from zhurnal.journal.permits import Permit
    from zhurnal.people.models import User
    from zhurnal.school.models import Course


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a client asks for: `value` as a teacher types it, `seen_version` as the page showed it.

    `reason` is asked for after the school's window. None leaves what goes with the mark as it is, and an empty
    text takes a comment, or the day of a point, away; families see a comment that is not `is_staff_only`. `due`
    belongs to a point, `handed_in` to the work of a lesson missed (by default it came in today). `undo`: the text
    is put back, and comment and days that went with it when it was taken away come back with it.
    """

    change_id: UUID
    pupil: int
    column: int
    value: str
    seen_version: int
    reason: str = ""
    comment: str | None = None
    is_staff_only: bool = False
    due: dt.date | Literal[""] | None = None
    handed_in: dt.date | None = None
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """It stands there now, with a comment or without.

    `average` («4,33», or nothing) and `count` are the pupil's for the period.
    """

    change_id: UUID
    pupil: int
    column: int
    version: int
    text: str
    average: str
    count: int
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed the cell since the page was shown: what stands there, by whom, since when."""

    change_id: UUID
    pupil: int
    column: int
    version: int
    text: str
    by: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not stand there: a code for programs, a sentence for people."""

    change_id: UUID
    pupil: int
    column: int
    code: str
    sentence: str


Answer = Saved | Conflict | Refused


def save_cells(
    *,
    actor: User,
    course: Course,
    changes: Sequence[CellChange],
    day: dt.date | None = None,
    permit: Permit | None = None,
) -> list[Answer]:
    """Make the changes that may be made, in order, and answer each; one transaction, each stands alone.

    A change whose `change_id` was done before is answered as then. A stale `seen_version` is a conflict,
    unless what is typed stands there already: that is answered as saved, and nothing is written. Changes of
    one cell in one request build on one another. `day` is «today» of the school. Seven queries, eight where
    marks and absences both change, whatever the number of changes; conflicts cost one more,
    and so does taking back.
    `permit`: another person has approved what the actor may not do alone.
    """
    with transaction.atomic():
        ids = [change.change_id for change in changes]
        opened = ledger.open_chain(history.course_chain(course.pk), ids)
        writing = _writing(actor, course, changes, opened, day or course.year.school.today())
        writing.permit = permit
        answers = [writing.answer(change) for change in changes]
        writing.finish()
    return with_names(answers, writing.authors, Conflict)


def _writing(
    actor: User, course: Course, changes: Sequence[CellChange], opened: ledger.Opened, today: dt.date
) -> _Writing:
    works, pupils = {change.column for change in changes}, {change.pupil for change in changes}
    rows = load(course, works=works, pupils=pupils, teacher_id=actor.person_id, today=today)
    gone = Gone({(change.pupil, change.column) for change in changes if change.undo})
    return _Writing(actor.person_id, course, today, opened, rows, gone)


@dataclass
class _Writing:
    """One request at work."""

    person_id: int | None
    course: Course
    today: dt.date
    opened: ledger.Opened
    rows: Rows
    gone: Gone
    entries: list[ledger.Entry] = field(default_factory=list)
    answered: Answered[CellChange, Answer] = field(default_factory=Answered)
    # From which version on a change of a cell follows from what this very client knew: by pupil and column.
    known_since: dict[tuple[int, int], int] = field(default_factory=dict)
    authors: dict[UUID, int] = field(default_factory=dict)
    permit: Permit | None = None

    def answer(self, change: CellChange) -> Answer:
        try:
            answer = self.answered.again(change) or self._from_ledger(change) or self._made(change)
        except RefusedError as refused:
            answer = _refused(change, refused)
        self.answered.note(change, answer)
        return answer

    def finish(self) -> None:
        """Write rows and lines; nothing where nothing changed."""
        if self.person_id is None or not self.entries:
            return
        self.rows.write(self.person_id, self.course.year.school.now())
        role = self.permit.role if self.permit else Role.TEACHER
        ledger.append_to(self.opened, self.entries, ledger.Stamp(self.person_id, role.value, timezone.now()))

    def _from_ledger(self, change: CellChange) -> Saved | None:
        place, column = (change.pupil, change.column), self.rows.columns.get(change.column)
        deed = Deed(self.person_id, history.CELL_SET, history.cell_subject(*place))
        told = told_before(self.opened, change.change_id, deed)
        if told is None:
            return None
        if told["after"] != _canonical(change.value, column):
            raise RefusedError("foreign_change_id")
        if column and self.rows.cell(column, change.pupil).version == told["version"]:
            # The client missed our answer: what it typed next follows from this change, not from before it.
            self.known_since[place] = min(told["from"], self.known_since.get(place, told["from"]))
        noted = "comment" in told.get("with", {})
        return _saved(change, told["after"], told["version"], Sums(*told["average"]), noted=noted)

    def _made(self, change: CellChange) -> Answer:
        column = self.rows.columns.get(change.column)
        if column is None:
            raise RefusedError("foreign_column")
        check_lesson(column, self.today, self.permit)
        check_member(self.rows.memberships.get(change.pupil, ()), column.date)
        entry = _read(change.value, column)
        check_content(entry, column, _text(entry, column))
        cell, place = self.rows.cell(column, change.pupil), (change.pupil, change.column)
        content = content_of(entry, change, cell, self.today, self._gone(change, cell, _text(entry, column)))
        since = self.known_since.setdefault(place, cell.version)
        if (_text(entry, column), content) != (cell.text, cell.mark.content):
            if not since <= change.seen_version <= cell.version:
                return self._conflict(change, cell)
            check_details(content, column.date, self.today, is_empty=entry == CLEAR)
            self._check_windows(change, cell, content, entry)
            self._put(change, cell, content, entry)
        average, noted = self.rows.average(column, change.pupil), bool(cell.mark.content.comment)
        return _saved(change, cell.text, cell.version, average, noted=noted)

    def _gone(self, change: CellChange, cell: Cell, text: str) -> Mapping[str, Any]:
        """What comes back with a text that is put back; nothing where it stands there already."""
        is_back = change.undo and text != cell.text
        return self.gone.with_text(change.pupil, change.column, text) if is_back else {}

    def _check_windows(self, change: CellChange, cell: Cell, content: Content, entry: Entry) -> None:
        """Marks and attendance have windows of their own; an approved change has none."""
        windows, day = cell.column.rules.windows, cell.column.date
        if self.permit:
            return
        if content.bare != cell.mark.content.bare:
            check_window(day, windows.mark, self.today, change.reason)
        if (entry.absence or "", entry.minutes) != (cell.absence.code, cell.absence.minutes):
            check_window(day, windows.attendance, self.today, change.reason)

    def _put(self, change: CellChange, cell: Cell, content: Content, entry: Entry) -> None:
        before = _side(cell)
        self.rows.put(cell.column, change.pupil, content, entry.absence or "", entry.minutes)
        entry_of_ledger = history.cell_entry(
            change.pupil, change.column, before=before, after=_side(cell),
            average=self.rows.average(cell.column, change.pupil),
            reason=self.permit.reason if self.permit else change.reason, change_id=change.change_id,
        )  # fmt: skip
        self.entries.append(entry_of_ledger)
        self.gone.note(entry_of_ledger)

    def _conflict(self, change: CellChange, cell: Cell) -> Conflict:
        if cell.last.author_id is not None:
            self.authors[change.change_id] = cell.last.author_id
        return Conflict(
            change.change_id, change.pupil, change.column, cell.version, cell.text, "", cell.last.set_at
        )


def _read(value: str, column: Column) -> Entry:
    scale = column.rules.scale
    try:
        return parse(value, scale, column.rules.counting.signs)
    except EntryError as error:
        ends = {"low": scale.text(scale.low), "high": scale.text(scale.high)} if scale.marked else {}
        code = error.code if ends or error.code != "outside_scale" else "no_marks_in_subject"
        raise RefusedError(code, text=error.text, **ends) from None


def _canonical(value: str, column: Column | None) -> str | None:
    """What `value` would look like in the cell; None where it means nothing."""
    try:
        return _text(_read(value, column), column) if column else None
    except RefusedError:
        return None


def _text(entry: Entry, column: Column) -> str:
    return cell_text(
        entry.marks, entry.absence, entry.minutes, resit=entry.resit, pending=entry.pending,
        scale=column.rules.scale,
    )  # fmt: skip


def _side(cell: Cell) -> history.CellSide:
    return history.CellSide(cell.text, cell.version, cell.mark.content.extras)


def _saved(change: CellChange, text: str, version: int, sums: Sums, *, noted: bool) -> Saved:
    shown = display(average(sums))
    return Saved(change.change_id, change.pupil, change.column, version, text, shown, sums.count, noted)


def _refused(change: CellChange, why: RefusedError) -> Refused:
    return Refused(change.change_id, change.pupil, change.column, why.code, why.sentence)
