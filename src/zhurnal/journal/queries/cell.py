"""One cell with all that is known about it: what stands there, what it counts, how it came to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.grading.average import NOTHING, Sums, average, display
from zhurnal.calc.grading.counting import cell_terms
from zhurnal.calc.grading.explain import term_note
from zhurnal.journal import history
from zhurnal.journal.actions.cell_facts import load
from zhurnal.journal.actions.cell_rows import BEFORE_ALL_DAYS
from zhurnal.journal.queries.courses import sheet_of_column
from zhurnal.journal.queries.grid import columns_of_lesson
from zhurnal.journal.rules import RefusedError, check_lesson, check_member, check_window
from zhurnal.people.models import Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.audit.models import Line
    from zhurnal.calc.grading.sentence import Sentence
    from zhurnal.journal.actions.cell_rows import Cell, Span
    from zhurnal.journal.queries.grid import Column
    from zhurnal.school.models import Course
    from zhurnal.school.standing import Standing
    from zhurnal.timetable.models import Lesson


class Change(NamedTuple):
    """One line of a cell's history; `told` is false where law has taken the content away.

    `before_with` and `after_with` are `Content.extras`.
    """

    at: dt.datetime  # in the school's time zone
    who: str
    role: str
    before: str
    after: str
    before_with: dict[str, Any]
    after_with: dict[str, Any]
    reason: str
    change_id: str
    told: bool


class Influence(NamedTuple):
    """The average without and with the cell, each «4,33» or nothing; why it counts otherwise than it looks."""

    without: str
    with_it: str
    notes: list[Sentence]


@dataclass(frozen=True, slots=True)
class CellPage:
    """A cell as its page shows it. `lock` is why nothing can be written here (code, sentence), None where it can.

    `needs_reason`: the school's window for a mark, or for attendance, is over.
    """

    lesson: Lesson
    column: Column
    pupil: Person
    cell: Cell
    held: bool
    lock: RefusedError | None
    needs_reason: bool
    influence: Influence
    changes: list[Change]

    @property
    def course(self) -> Course:
        """The journal in which the cell stands."""
        return self.lesson.course


def cell_page(standing: Standing, course_id: int, work_id: int, pupil_id: int) -> CellPage | None:
    """Read the cell; None where its lesson is not to be seen, or the pupil is none of the course. Eight queries."""
    lesson = sheet_of_column(standing, course_id, work_id)
    if lesson is None:
        return None
    course, today = lesson.course, lesson.course.year.school.today()
    rows = load(course, works={work_id}, pupils={pupil_id}, teacher_id=standing.person_id, today=today)
    if pupil_id not in rows.memberships:
        return None
    cell = rows.cell(rows.columns[work_id], pupil_id)
    column = next(one for one in columns_of_lesson(lesson.pk, today) if one.work_id == work_id)
    return CellPage(
        lesson=lesson,
        column=column,
        pupil=Person.objects.get(pk=pupil_id),
        cell=cell,
        held=bool(getattr(lesson, "held", False)),
        lock=_lock(cell, rows.memberships[pupil_id], today),
        needs_reason=_needs_reason(cell, today),
        influence=_influence(cell, rows.average(cell.column, pupil_id) if cell.column.period_id else NOTHING),
        changes=_changes(history.cell_subject(pupil_id, work_id), ZoneInfo(course.year.school.time_zone)),
    )


def _lock(cell: Cell, spans: Sequence[Span], today: dt.date) -> RefusedError | None:
    try:
        check_lesson(cell.column, today)
        check_member(spans, cell.column.date)
    except RefusedError as why:
        return why
    return None


def _needs_reason(cell: Cell, today: dt.date) -> bool:
    windows = cell.column.rules.windows
    try:
        for days in (windows.mark, windows.attendance):
            check_window(cell.column.date, days, today, "")
    except RefusedError:
        return True
    return False


def _influence(cell: Cell, total: Sums) -> Influence:
    """The stored average is taken apart: it holds exactly what its cells add."""
    own = cell.sums
    terms = cell_terms(cell.counted, cell.column.rules, BEFORE_ALL_DAYS)
    notes = [note for term in terms if (note := term_note(term))]
    without = display(average(total - own)) if own != NOTHING else display(average(total))
    return Influence(without, display(average(total)), list(dict.fromkeys(notes)))


def _changes(subject: str, zone: ZoneInfo) -> list[Change]:
    """The lines of the ledger about the cell, oldest first. Two queries."""
    lines = ledger.history(subject)
    people = Person.objects.in_bulk({line.actor_id for line in lines if line.actor_id is not None})
    return [_change(line, people, zone) for line in lines]


def _change(line: Line, people: dict[int, Person], zone: ZoneInfo) -> Change:
    told, actor = line.details, people.get(line.actor_id or 0)
    return Change(
        at=line.at.astimezone(zone),
        who=actor.short_name if actor else "",
        role=str(Role(line.actor_role).label) if line.actor_role in Role.values else "",
        before=told.get("before", ""),
        after=told.get("after", ""),
        before_with=told.get("before_with", {}),
        after_with=told.get("with", {}),
        reason=told.get("reason", ""),
        change_id=str(line.change_id or ""),
        told=bool(told),
    )
