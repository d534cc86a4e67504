"""Points whose last day has passed: what the school's rules make of them, once a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone, translation

from zhurnal.audit import ledger
from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.counting import Cell as CountedCell
from zhurnal.calc.grading.counting import falls_due, has_fallen_due
from zhurnal.calc.grading.rules import AbsenceWithMark
from zhurnal.journal import history
from zhurnal.journal.actions.cell_facts import load
from zhurnal.journal.actions.cell_rows import EMPTY, Content
from zhurnal.journal.models import Mark
from zhurnal.journal.sentences import day_text
from zhurnal.school.actions.record import COMMAND_LINE
from zhurnal.school.models import Course

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from zhurnal.journal.actions.cell_rows import Cell, Rows
    from zhurnal.school.models import School


class Settled(NamedTuple):
    """How many points became marks, and how many vanished."""

    marks: int = 0
    vanished: int = 0

    def __add__(self, other: Settled) -> Settled:  # type: ignore[override]  # sums, where a tuple would chain
        return Settled(self.marks + other.marks, self.vanished + other.vanished)


def settle_points(*, school: School, day: dt.date | None = None) -> Settled:
    """Let every point whose last day is before `day` become the mark of the school's rules, or vanish.

    `day` is «today» of the school. Each course is a transaction of its own; what is done already is not done
    again. Closed periods and cancelled lessons stay as they are, and so do the points of pupils who had left the
    course by the last day: nobody waits for their work. Two queries a school, five or so a course with points.
    """
    day, settled = day or school.today(), Settled()
    waiting = _points().filter(work__lesson__course__year__school=school)
    courses = Course.objects.filter(pk__in=waiting.values("work__lesson__course"))
    for course in courses.select_related("subject", "year__school"):
        settled += _settle_course(course, day)
    return settled


@transaction.atomic
def _settle_course(course: Course, day: dt.date) -> Settled:
    opened = ledger.open_chain(history.course_chain(course.pk), ())
    entries: list[ledger.Entry] = []
    settled = Settled()
    for author, places in _by_author(course).items():
        works, pupils = {work for work, _pupil in places}, {pupil for _work, pupil in places}
        rows = load(course, works=works, pupils=pupils, teacher_id=None, today=day)
        for cell, pupil, last in _overdue(rows, places, day):
            entries.append(_settle(rows, cell, pupil, last))
            settled += Settled(marks=1) if cell.mark.content.marks else Settled(vanished=1)
        # The row stays with who has put the point: the rules only say what becomes of it.
        rows.write(author, course.year.school.now())
    if entries:
        ledger.append_to(opened, entries, ledger.Stamp(None, COMMAND_LINE, timezone.now()))
    return settled


def _points() -> QuerySet[Mark]:
    return Mark.objects.filter(pending=True, work__lesson__cancellation__lesson=None)


def _by_author(course: Course) -> dict[int, list[tuple[int, int]]]:
    """The points of a course, as work and pupil, by who has put them."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    points = _points().filter(work__lesson__course=course).order_by("author", "work", "pupil")
    for author, work, pupil in points.values_list("author_id", "work_id", "pupil_id"):
        found[author].append((work, pupil))
    return found


def _overdue(rows: Rows, places: list[tuple[int, int]], day: dt.date) -> Iterator[tuple[Cell, int, dt.date]]:
    """The cells whose last day has passed, with their pupil and that day."""
    for work, pupil in places:
        column = rows.columns.get(work)
        if column is None or column.closed or column.period_id is None:
            continue
        cell = rows.cell(column, pupil)
        point = CountedCell(column.date, pending=True, due=cell.mark.content.due)
        last = falls_due(point, column.rules.counting)
        if last is None or not has_fallen_due(point, column.rules.counting, day):
            continue
        spans = rows.memberships.get(pupil, ())
        if any(starts <= last and (ends is None or last <= ends) for starts, ends in spans):
            yield cell, pupil, last


def _settle(rows: Rows, cell: Cell, pupil: int, last: dt.date) -> ledger.Entry:
    before, absence = _side(cell), cell.absence
    rows.put(cell.column, pupil, _outcome(cell, last), absence.code, absence.minutes)
    with translation.override("ru"):  # what is written into history is read by everybody
        reason = f"точка: работа не сдана до {day_text(last)}"
    return history.cell_entry(
        pupil, cell.column.work_id, before=before, after=_side(cell),
        average=rows.average(cell.column, pupil), reason=reason,
    )  # fmt: skip


def _outcome(cell: Cell, last: dt.date) -> Content:
    """The mark of the rules, or nothing: also where a lesson missed may have no mark."""
    content, rules = cell.mark.content, cell.column.rules
    value, missed = rules.counting.point_becomes, is_missed(cell.absence.code)
    barred = missed and rules.counting.absence_with_mark is AbsenceWithMark.FORBIDDEN
    if value is None or barred or not rules.scale.marked:
        return content._replace(pending=False, due=None) if cell.absence.code else EMPTY
    return content._replace(marks=(value,), pending=False, due=None, handed_in=last if missed else None)


def _side(cell: Cell) -> history.CellSide:
    return history.CellSide(cell.text, cell.version, cell.mark.content.extras)
