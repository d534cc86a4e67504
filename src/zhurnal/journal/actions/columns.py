"""Columns of marks: opened with the lesson, added to it, changed, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.actions.column_facts import FoundLesson, columns_of, find_lesson, rules_of_lessons
from zhurnal.journal.column_words import refused
from zhurnal.journal.history_columns import column_entry, column_facts
from zhurnal.journal.models import Work, WorkKind
from zhurnal.journal.queries.rules import weight_of
from zhurnal.journal.rules import RefusedError, check_length, check_window
from zhurnal.journal.sentences import day_text
from zhurnal.journal.weights import check_weight
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zhurnal.people.models import User
    from zhurnal.timetable.models import Lesson

BATCH = 500
LONGEST_TITLE = 200
MOST_COLUMNS = 6


class ColumnFacts(NamedTuple):
    """What a teacher decides about a column. Weights in hundredths.

    `weight` None: as the school's rules weigh the kind; 0: it does not count. `second_weight`: of the other half
    of «5/4» where it weighs differently.
    """

    kind_id: int
    title: str = ""
    weight: int | None = None
    second_weight: int | None = None


def facts_of(work: Work) -> ColumnFacts:
    """A column as it stands."""
    weight = work.weight if work.is_own_weight else None
    return ColumnFacts(work.kind_id, work.title, weight, work.second_weight)


@transaction.atomic
def open_columns(lessons: Iterable[Lesson], kind: WorkKind) -> int:
    """Give the ordinary column to the lessons that lack one and return how many were given; idempotent."""
    wanted = {lesson.pk for lesson in lessons}
    lacking = sorted(wanted - _having(sorted(wanted)))
    works = [
        Work(lesson_id=lesson, position=1, kind=kind, weight=weight_of(kind, rules))
        for start in range(0, len(lacking), BATCH)
        for lesson, rules in rules_of_lessons(lacking[start : start + BATCH])
    ]
    Work.objects.bulk_create(works, batch_size=BATCH)
    return len(works)


def _having(lessons: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(lessons), BATCH):
        ordinary = Work.objects.filter(position=1, lesson__in=lessons[start : start + BATCH])
        found.update(ordinary.values_list("lesson_id", flat=True))
    return found


@transaction.atomic
def add_column(*, actor: User, lesson: Lesson, column: ColumnFacts, day: dt.date | None = None) -> Work:
    """Open a further column in a lesson; in a coming one it is a planned work.

    `day` is «today» of the school. Raises RefusedError: not_your_lesson, cancelled_lesson, no_period,
    closed_period, too_many_columns, foreign_kind, text_too_long, unreadable_weight, odd_column_weight.
    """
    writing = _writing(actor, lesson, day)
    if writing.found.cancelled:
        raise RefusedError("cancelled_lesson", day=day_text(writing.found.date))
    if sum(work.withdrawn_at is None for work in writing.columns) >= MOST_COLUMNS:
        raise refused("too_many_columns", most=MOST_COLUMNS)
    position = max((work.position for work in writing.columns), default=1) + 1
    work = Work(lesson=writing.found.lesson, position=position)
    writing.put(work, column)
    work.save()
    writing.tell(work, None, column_facts(work))
    return work


@transaction.atomic
def change_column(
    *, actor: User, work: Work, seen: ColumnFacts, column: ColumnFacts, reason: str = "",
    day: dt.date | None = None,
) -> int:  # fmt: skip
    """Change kind, title and weights of a column; return how many averages of the period are another now.

    `seen`: what the page showed. After the school's window a change that moves an average asks for a reason.
    Raises RefusedError: as `add_column` does; foreign_column, column_changed, reason_needed, reason_too_short.
    """
    writing = _writing(actor, work.lesson, day)
    found = writing.column(work)
    if facts_of(found) != seen:
        raise refused("column_changed")
    before, weighed = column_facts(found), (found.weight, found.second_weight)
    writing.put(found, column)
    after = column_facts(found)
    if after == before:
        return 0
    found.save(update_fields=["kind", "title", "weight", "is_own_weight", "second_weight"])
    changed = writing.recount() if (found.weight, found.second_weight) != weighed else 0
    if changed:
        check_window(writing.found.date, writing.found.rules.windows.mark, writing.today, reason)
    writing.tell(found, before, after, " ".join(reason.replace("\0", "").split()))
    return changed


@transaction.atomic
def withdraw_column(*, actor: User, work: Work, day: dt.date | None = None) -> None:
    """Take back a further column that was opened by mistake, where nothing stands in it.

    Raises RefusedError: not_your_lesson, no_period, closed_period, foreign_column, ordinary_column,
    column_in_use.
    """
    writing = _writing(actor, work.lesson, day)
    found = writing.column(work)
    if found.position == 1:
        raise refused("ordinary_column")
    if found.in_use:  # type: ignore[attr-defined]  # annotated by `columns_of`
        raise refused("column_in_use")
    found.withdrawn_at = writing.found.lesson.course.year.school.now()
    found.save(update_fields=["withdrawn_at"])
    writing.tell(found, column_facts(found), None)


class _Writing(NamedTuple):
    """One change at work: the chain of the course is held."""

    person_id: int | None
    today: dt.date
    opened: ledger.Opened
    found: FoundLesson
    period_id: int
    columns: list[Work]

    def column(self, work: Work) -> Work:
        """The column as it stands now. Refuses one that is withdrawn."""
        found = next((one for one in self.columns if one.pk == work.pk), None)
        if found is None or found.withdrawn_at is not None:
            raise RefusedError("foreign_column")
        return found

    def put(self, work: Work, column: ColumnFacts) -> None:
        """Let the column be what was typed. Refuses what no column of the school may be."""
        title = " ".join(column.title.replace("\0", "").split())
        check_length(title, LONGEST_TITLE)
        if work.kind_id != column.kind_id:
            work.kind = self._kind(column.kind_id)
        work.title, work.second_weight = title, column.second_weight
        work.is_own_weight = column.weight is not None
        work.weight = column.weight or 0
        self.found.weigh(work)
        for weight in (work.weight, work.second_weight):
            if weight is not None:
                check_weight(weight, self.found.rules)

    def _kind(self, kind_id: int) -> WorkKind:
        school = self.found.lesson.course.year.school_id
        kind = WorkKind.objects.filter(school=school, is_hidden=False, pk=kind_id).first()
        if kind is None:
            raise refused("foreign_kind")
        return kind

    def recount(self) -> int:
        """Count the whole course anew: where a school lets absences count, they weigh as their column does."""
        period = StudyPeriod.objects.get(pk=self.period_id)
        return recount(period, [self.found.lesson.course_id])

    def tell(
        self, work: Work, before: dict[str, object] | None, after: dict[str, object] | None, reason: str = ""
    ) -> None:
        entry = column_entry(work, before=before, after=after, reason=reason)
        stamp = ledger.Stamp(self.person_id, Role.TEACHER.value, timezone.now())
        ledger.append_to(self.opened, [entry], stamp)


def _writing(actor: User, lesson: Lesson, day: dt.date | None) -> _Writing:
    """Hold the chain, read the lesson, refuse one that is another's or of a closed period."""
    opened = ledger.open_chain(history.course_chain(lesson.course_id), ())
    today = day or lesson.course.year.school.today()
    found = find_lesson(lesson.pk, actor.person_id or 0, today)
    shown = day_text(found.date)
    if not found.held:
        raise RefusedError("not_your_lesson", day=shown)
    if found.period_id is None:
        raise RefusedError("no_period", day=shown)
    if found.closed:
        raise RefusedError("closed_period", day=shown)
    return _Writing(actor.person_id, today, opened, found, found.period_id, columns_of(found.lesson))
