"""Reading, in three queries, everything that decides about the changes of one request."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    IntegerField,
    Q,
    Subquery,
    Value,
    When,
)

from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.cell_rows import AbsenceRow, Column, MarkRow, Rows
from zhurnal.journal.models import Absence, Average, Mark, Work
from zhurnal.journal.queries.lengths import rounded
from zhurnal.journal.queries.periods import closures_around, periods_around
from zhurnal.people.prepared import prepared
from zhurnal.school.models import CourseMembership
from zhurnal.school.policies import taught_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from zhurnal.school.models import Course


def load(
    course: Course, *, works: Collection[int], pupils: Collection[int], teacher_id: int | None, today: dt.date
) -> Rows:
    """Read what the works and pupils named in a request are and hold. Three queries."""
    asked = _columns(works=rounded(works), course=course.pk, teacher=teacher_id or 0, today=today)
    columns = {row[0]: _column(row) for row in asked}
    members = groupby(_members(course=course.pk, pupils=rounded(pupils)), key=lambda row: row[0])
    memberships = {pupil: [(starts, ends) for _, starts, ends in rows] for pupil, rows in members}
    rows = Rows(course.pk, columns, memberships)
    found = columns.values()
    for row in _standing(
        works=rounded(columns), lessons=rounded({column.lesson_id for column in found}), course=course.pk,
        periods=rounded({column.period_id for column in found if column.period_id is not None}),
        pupils=rounded(memberships),
    ):  # fmt: skip
        _take(rows, row)
    return rows


@prepared(works=list[int], course=int, teacher=int, today=dt.date)
def _columns(works: list[int], course: int, teacher: int, today: dt.date) -> QuerySet[Any, Any]:
    held = Q(taught_by(teacher, today, course="lesson__course")) | Q(lesson__substitution__teacher=teacher)
    return Work.objects.filter(pk__in=works, lesson__course=course).values_list(
        "pk", "lesson_id", "position", "weight", "lesson__date", "lesson__cancellation__pk",
        Case(When(held, then=True), default=False),
        Subquery(periods_around("lesson__").values("pk")[:1]),
        Exists(closures_around("lesson__")),
    )  # fmt: skip


def _column(row: tuple[Any, ...]) -> Column:
    work, lesson, position, weight, date, cancellation, held, period, closed = row
    return Column(work, lesson, position, weight, date, cancellation is not None, bool(held), period, closed)


@prepared(course=int, pupils=list[int])
def _members(course: int, pupils: list[int]) -> QuerySet[Any, Any]:
    found = CourseMembership.objects.filter(course=course, pupil__in=pupils)
    return found.order_by("pupil").values_list("pupil_id", "valid_from", "valid_to")


@prepared(works=list[int], lessons=list[int], course=int, periods=list[int], pupils=list[int])
def _standing(
    works: list[int], lessons: list[int], course: int, periods: list[int], pupils: list[int]
) -> QuerySet[Any, Any]:
    """Marks, absences and averages at once: (table, key, pupil, three numbers, author, time, code)."""
    marks = Mark.objects.filter(work__in=works, pupil__in=pupils)
    absences = Absence.objects.filter(lesson__in=lessons, pupil__in=pupils)
    averages = Average.objects.filter(course=course, period__in=periods, pupil__in=pupils)
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
