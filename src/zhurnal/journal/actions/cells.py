"""Saving cells: the one path by which marks and absences come in from grid, lesson sheet and programs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.grading.average import Sums, average, display
from zhurnal.calc.grading.entry import FIVE, Entry, EntryError, cell_text, parse
from zhurnal.journal import history
from zhurnal.journal.actions.cell_facts import load
from zhurnal.journal.rules import RefusedError, check_content, check_lesson, check_member
from zhurnal.people.models import Person
from zhurnal.school.models import Subject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from uuid import UUID

    from zhurnal.audit.models import Line
    from zhurnal.journal.actions.cell_rows import Cell, Rows
    from zhurnal.people.models import User
    from zhurnal.school.models import Course


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a client asks for: `value` as a teacher types it, `seen_version` as the page showed it."""

    change_id: UUID
    pupil: int
    column: int
    value: str
    seen_version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """It stands there now. `average` («4,33», or nothing) and `count` are the pupil's for the period."""

    change_id: UUID
    pupil: int
    column: int
    version: int
    text: str
    average: str
    count: int


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
    *, actor: User, course: Course, changes: Sequence[CellChange], day: dt.date | None = None
) -> list[Answer]:
    """Make the changes that may be made, in order, and answer each; one transaction, each stands alone.

    A change whose `change_id` was done before is answered as then. A stale `seen_version` is a conflict,
    unless what is typed stands there already: that is answered as saved, and nothing is written. Changes of
    one cell in one request build on one another. `day` is «today» of the school. Seven queries, eight where
    marks and absences both change, whatever the number of changes (SQLite: up to 76); conflicts cost one more.
    """
    with transaction.atomic():
        ids = [change.change_id for change in changes]
        opened = ledger.open_chain(history.course_chain(course.pk), ids)
        writing = _writing(actor, course, changes, opened, day or course.year.school.today())
        answers = [writing.answer(change) for change in changes]
        writing.finish()
    return writing.named(answers)


def _writing(
    actor: User, course: Course, changes: Sequence[CellChange], opened: ledger.Opened, today: dt.date
) -> _Writing:
    works, pupils = {change.column for change in changes}, {change.pupil for change in changes}
    rows = load(course, works=works, pupils=pupils, teacher_id=actor.person_id, today=today)
    return _Writing(actor.person_id, course, today, opened, rows)


@dataclass
class _Writing:
    """One request at work."""

    person_id: int | None
    course: Course
    today: dt.date
    opened: ledger.Opened
    rows: Rows
    entries: list[ledger.Entry] = field(default_factory=list)
    answered: dict[UUID, tuple[CellChange, Answer]] = field(default_factory=dict)
    # From which version on a change of a cell follows from what this very client knew: by pupil and column.
    known_since: dict[tuple[int, int], int] = field(default_factory=dict)
    authors: dict[UUID, int] = field(default_factory=dict)

    def answer(self, change: CellChange) -> Answer:
        try:
            answer = self._repeated(change) or self._made(change)
        except RefusedError as refused:
            answer = _refused(change, refused)
        self.answered.setdefault(change.change_id, (change, answer))
        return answer

    def finish(self) -> None:
        """Write rows and lines; nothing where nothing changed."""
        if self.person_id is None or not self.entries:
            return
        self.rows.write(self.person_id, self.course.year.school.now())
        stamp = ledger.Stamp(self.person_id, Role.TEACHER.value, timezone.now())
        ledger.append_to(self.opened, self.entries, stamp)

    def named(self, answers: list[Answer]) -> list[Answer]:
        """Put the names of the people who changed the cells into the conflicts."""
        people = Person.objects.in_bulk(set(self.authors.values())) if self.authors else {}
        return [
            replace(answer, by=people[self.authors[answer.change_id]].short_name)
            if isinstance(answer, Conflict) and answer.change_id in self.authors
            else answer
            for answer in answers
        ]

    def _repeated(self, change: CellChange) -> Answer | None:
        """The answer that was given before; refuses an id that stands for anything else."""
        if change.change_id in self.answered:
            first, answer = self.answered[change.change_id]
            if replace(change, seen_version=first.seen_version) != first:
                raise RefusedError("foreign_change_id")
            return answer
        line = self.opened.known.get(change.change_id)
        return self._from_ledger(change, line) if line else None

    def _from_ledger(self, change: CellChange, line: Line) -> Saved:
        told, place = line.details, (change.pupil, change.column)
        same = (line.chain, line.actor_id, line.action, line.subject) == (
            self.opened.chain, self.person_id, history.CELL_SET, history.cell_subject(*place),
        )  # fmt: skip
        if not (same and told and told["after"] == _canonical(change.value)):
            raise RefusedError("foreign_change_id")
        column = self.rows.columns.get(change.column)
        if column and self.rows.cell(column, change.pupil).version == told["version"]:
            # The client missed our answer: what it typed next follows from this change, not from before it.
            self.known_since[place] = min(told["from"], self.known_since.get(place, told["from"]))
        return _saved(change, told["after"], told["version"], Sums(*told["average"]))

    def _made(self, change: CellChange) -> Answer:
        column = self.rows.columns.get(change.column)
        if column is None:
            raise RefusedError("foreign_column")
        entry = _read(change.value)
        check_lesson(column, self.today)
        check_member(self.rows.memberships.get(change.pupil, ()), column.date)
        text = cell_text(entry.marks, entry.absence, entry.minutes)
        check_content(entry, column, text, with_marks=self.course.subject.scale != Subject.Scale.NONE)
        cell = self.rows.cell(column, change.pupil)
        before, place = (cell.text, cell.version), (change.pupil, change.column)
        since = self.known_since.setdefault(place, cell.version)
        if text != cell.text:
            if not since <= change.seen_version <= cell.version:
                return self._conflict(change, cell)
            self.rows.put(column, change.pupil, entry)
            self.entries.append(
                history.cell_entry(
                    *place, before=before, after=(cell.text, cell.version),
                    average=self.rows.average(column, change.pupil), change_id=change.change_id,
                )
            )  # fmt: skip
        return _saved(change, cell.text, cell.version, self.rows.average(column, change.pupil))

    def _conflict(self, change: CellChange, cell: Cell) -> Conflict:
        if cell.last.author_id is not None:
            self.authors[change.change_id] = cell.last.author_id
        return Conflict(
            change.change_id, change.pupil, change.column, cell.version, cell.text, "", cell.last.set_at
        )


def _read(value: str) -> Entry:
    try:
        return parse(value)
    except EntryError as error:
        raise RefusedError(error.code, text=error.text, low=FIVE.low, high=FIVE.high) from None


def _canonical(value: str) -> str | None:
    """What `value` would look like in the cell; None where it means nothing."""
    try:
        entry = parse(value)
    except EntryError:
        return None
    return cell_text(entry.marks, entry.absence, entry.minutes)


def _saved(change: CellChange, text: str, version: int, sums: Sums) -> Saved:
    return Saved(
        change.change_id, change.pupil, change.column, version, text, display(average(sums)), sums.count
    )


def _refused(change: CellChange, why: RefusedError) -> Refused:
    return Refused(change.change_id, change.pupil, change.column, why.code, why.sentence)
