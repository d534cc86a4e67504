"""What a pupil has missed: lesson by lesson what was done, what was set, what the class wrote."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.absence import is_missed
from zhurnal.diary.queries.lessons import lessons_of
from zhurnal.diary.queries.week_facts import TaskFile
from zhurnal.diary.words import absence_text
from zhurnal.journal.models import HomeworkFile, Mark, Work
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame

# The lessons of one absence: between two of them the pupil was at school for at most so long.
LONGEST_GAP = dt.timedelta(days=4)


class MissedWork(NamedTuple):
    """A work that the class wrote. `awaited`: a point waits for it, until `due` where there is a day.

    `done`: the pupil has a mark for it already.
    """

    kind: str
    title: str
    is_control: bool
    awaited: bool
    due: dt.date | None
    done: bool

    @property
    def is_to_ask(self) -> bool:
        """Whether the pupil has to hand it in, or to ask whether to."""
        return self.awaited or (self.is_control and not self.done)


class MissedLesson(NamedTuple):
    """A lesson that the pupil missed. An empty `homework` says that nothing was set."""

    date: dt.date
    number: int
    subject: str
    absence: str
    topic: str
    homework: str
    due: dt.date | None
    minutes: int | None
    files: tuple[TaskFile, ...]
    works: list[MissedWork]


def missed_lessons(frame: Frame, starts: dt.date, ends: dt.date) -> list[MissedLesson]:
    """The lessons missed in a span, inside what may be seen, by day and number. Four queries at most."""
    rows = [
        row
        for row in _absent(pupil=frame.pupil.pk, starts=starts, ends=ends)
        if is_missed(row[5])
        and (span := frame.on(row[1])) is not None
        and span.school_class.year_id == row[3]
    ]
    if not rows:
        return []
    works, files = (
        _works(frame.pupil.pk, [row[0] for row in rows]),
        _files([row[7] for row in rows if row[7]]),
    )
    return [
        MissedLesson(
            row[1], row[2], row[4], absence_text(row[5]), row[6] or "", row[8] or "", row[9] or row[10],
            row[11], files.get(row[7], ()), works.get(row[0], []),
        )
        for row in rows
    ]  # fmt: skip


def last_absence(days: Collection[dt.date]) -> tuple[dt.date, dt.date] | None:
    """From when to when the last absence lasted, where lessons were missed on `days`."""
    ordered = sorted(days, reverse=True)
    if not ordered:
        return None
    first = ordered[0]
    for day in ordered:
        if first - day > LONGEST_GAP:
            break
        first = day
    return first, ordered[0]


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _absent(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    lessons = lessons_of(pupil, starts, ends).filter(absences__pupil=pupil, absences__code__gt="")
    return lessons.order_by("date", "number", "pk").values_list(
        "pk", "date", "number", "course__year_id", "course__subject__name", "absences__code", "topic__text",
        "homework__pk", "homework__text", "homework__due_lesson__date", "homework__due_date",
        "homework__minutes",
    )  # fmt: skip


def _works(pupil: int, lessons: Sequence[int]) -> dict[int, list[MissedWork]]:
    """By lesson the works of which the class got marks, and those for which a point waits. Two queries."""
    own = {
        row[0]: row[1:]
        for row in Mark.objects.filter(work__lesson__in=lessons, pupil=pupil).values_list(
            "work_id", "value", "pending", "due"
        )
    }
    found: dict[int, list[MissedWork]] = defaultdict(list)
    written = Work.objects.filter(lesson__in=lessons, withdrawn_at=None).select_related("kind")
    for work in written.order_by("lesson", "position"):
        value, pending, due = own.get(work.pk, (None, False, None))
        # The ordinary column of a lesson is a work only where it says so.
        if work.kind.is_control or work.title or pending:
            one = MissedWork(
                work.kind.name, work.title, work.kind.is_control, bool(pending), due, value is not None
            )
            found[work.lesson_id].append(one)
    return found


def _files(homework: Sequence[int]) -> dict[int, tuple[TaskFile, ...]]:
    """The files that go with homework. One query."""
    found: dict[int, tuple[TaskFile, ...]] = {}
    rows = HomeworkFile.objects.filter(homework__in=homework, withdrawn_at=None).order_by("added_at", "pk")
    for of, pk, name in rows.values_list("homework_id", "pk", "name"):
        found[of] = (*found.get(of, ()), TaskFile(pk, name))
    return found
