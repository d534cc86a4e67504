"""Reading, in three queries, everything that decides about the changes of one request."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    IntegerField,
    Q,
    Subquery,
    Value,
)

from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.cell_rows import AbsenceRow, Column, MarkRow, Rows
from zhurnal.journal.models import Absence, Average, Mark, Work
from zhurnal.journal.queries.periods import closures_around, periods_around
from zhurnal.school.models import CourseMembership
from zhurnal.school.policies import taught_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from zhurnal.school.models import Course


def load(
    course: Course, *, works: Collection[int], pupils: Collection[int], teacher_id: int | None, today: dt.date
) -> Rows:
    """Read what the works and pupils named in a request are and hold. Three queries."""
    columns = {column.work_id: column for column in _columns(course, works, teacher_id, today)}
    spans = CourseMembership.objects.filter(course=course, pupil__in=pupils).order_by("pupil")
    members = groupby(spans.values_list("pupil_id", "valid_from", "valid_to"), key=lambda row: row[0])
    memberships = {pupil: [(starts, ends) for _, starts, ends in rows] for pupil, rows in members}
    rows = Rows(course.pk, columns, memberships)
    for row in _standing(course.pk, columns.values(), memberships):
        _take(rows, row)
    return rows


def _columns(
    course: Course, works: Collection[int], teacher_id: int | None, today: dt.date
) -> Iterator[Column]:
    periods = periods_around(course, "lesson__date")
    closures = closures_around(course, "lesson__date")
    held = Q(lesson__substitution__teacher=teacher_id or 0)
    if teacher_id is not None:
        held |= Q(taught_by(teacher_id, today, course="lesson__course"))
    found = Work.objects.filter(pk__in=works, lesson__course=course)
    rows = found.annotate(held=held, period=Subquery(periods.values("pk")[:1]), closed=Exists(closures))
    for row in rows.values_list(
        "pk", "lesson_id", "position", "weight", "lesson__date",
        "lesson__cancellation__pk", "held", "period", "closed",
    ):  # fmt: skip
        work, lesson, position, weight, date, cancellation, is_held, period, closed = row
        yield Column(
            work, lesson, position, weight, date, cancellation is not None, bool(is_held), period, closed
        )


def _standing(course_id: int, columns: Collection[Column], pupils: Collection[int]) -> Any:
    """Marks, absences and averages in one query: rows of (table, key, pupil, four numbers, time, code)."""
    marks = Mark.objects.filter(work__in=[column.work_id for column in columns], pupil__in=pupils)
    absences = Absence.objects.filter(
        lesson__in={column.lesson_id for column in columns if column.is_ordinary}, pupil__in=pupils
    )
    averages = Average.objects.filter(
        course=course_id,
        period__in={column.period_id for column in columns if column.period_id is not None},
        pupil__in=pupils,
    )
    nobody, never = Value(None, BigIntegerField()), Value(None, DateTimeField())
    return marks.values_list(
        Value("mark"), "work_id", "pupil_id", "value", "second", "version", "author_id", "set_at", Value("")
    ).union(
        absences.values_list(
            Value("absence"), "lesson_id", "pupil_id", "minutes", Value(None, IntegerField()), "version",
            "author_id", "set_at", "code",
        ),
        averages.values_list(
            Value("average"), "period_id", "pupil_id", "weight", "weighted", "count", nobody, never, Value("")
        ),
        all=True,
    )  # fmt: skip


def _take(rows: Rows, row: tuple[Any, ...]) -> None:
    table, key, pupil, first, second, third, author_id, set_at, code = row
    if table == "mark":
        marks = tuple(mark for mark in (first, second) if mark is not None)
        rows.marks[key, pupil] = MarkRow(marks, third, author_id, set_at)
    elif table == "absence":
        rows.absences[key, pupil] = AbsenceRow(code, first, third, author_id, set_at)
    else:
        rows.averages[key, pupil] = Sums(first, second, third)
