"""Reading, in three queries, everything that decides about the changes of one request."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    DateTimeField,
    Exists,
    IntegerField,
    Q,
    Subquery,
    Value,
    When,
)

from zhurnal.calc.grading.average import Sums
from zhurnal.journal.actions.cell_rows import AbsenceRow, Column, Content, MarkRow, Rows
from zhurnal.journal.models import Absence, Average, Mark, Work
from zhurnal.journal.queries.facts import marks_of
from zhurnal.journal.queries.lengths import rounded
from zhurnal.journal.queries.periods import closures_around, periods_around, policies_around
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.models import CourseMembership
from zhurnal.school.policies import taught_by
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from zhurnal.school.models import Course


def load(
    course: Course, *, works: Collection[int], pupils: Collection[int], teacher_id: int | None, today: dt.date
) -> Rows:
    """Read what the works and pupils named in a request are and hold. Three queries.

    One more where the process has not met the version of the school's rules yet.
    """
    asked = _columns(works=rounded(works), course=course.pk, teacher=teacher_id or 0, today=today)
    columns = {row[0]: _column(row, course) for row in asked}
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
    closures = closures_around("lesson__")
    return Work.objects.filter(pk__in=works, lesson__course=course, withdrawn_at=None).values_list(
        "pk", "lesson_id", "position", "weight", "second_weight", "lesson__date", "lesson__cancellation__pk",
        Case(When(held, then=True), default=False),
        Subquery(periods_around("lesson__").values("pk")[:1]),
        Exists(closures),
        Subquery(closures.values("policy")[:1]),
        Subquery(policies_around("lesson__").values("pk")[:1]),
    )  # fmt: skip


def _column(row: tuple[Any, ...], course: Course) -> Column:
    (
        work,
        lesson,
        position,
        weight,
        second,
        date,
        cancellation,
        held,
        period,
        closed,
        closed_with,
        in_force,
    ) = row
    return Column(
        work, lesson, position, weight, second, date, cancellation is not None, bool(held), period, bool(closed),
        rules_of(closed_with if closed else in_force, course),
    )  # fmt: skip


@prepared(course=int, pupils=list[int])
def _members(course: int, pupils: list[int]) -> QuerySet[Any, Any]:
    found = CourseMembership.objects.filter(course=course, pupil__in=pupils)
    return found.order_by("pupil").values_list("pupil_id", "valid_from", "valid_to")


@prepared(works=list[int], lessons=list[int], course=int, periods=list[int], pupils=list[int])
def _standing(
    works: list[int], lessons: list[int], course: int, periods: list[int], pupils: list[int]
) -> QuerySet[Any, Any]:
    """Marks, absences and averages at once: (table, key, pupil, three numbers, author, time, code, the rest)."""
    marks = Mark.objects.filter(work__in=works, pupil__in=pupils)
    absences = Absence.objects.filter(lesson__in=lessons, pupil__in=pupils)
    averages = Average.objects.filter(course=course, period__in=periods, pupil__in=pupils)
    nobody, never = Value(None, BigIntegerField()), Value(None, DateTimeField())
    number, day, no = Value(None, IntegerField()), Value(None, DateField()), Value(False, BooleanField())  # noqa: FBT003 -- of a query
    nothing_more = (number, number, no, day, day, Value(""), no)
    return marks.values_list(
        Value("mark"), "work_id", "pupil_id", "value", "second", "version", "author_id", "set_at", Value(""),
        "resit", "resit_second", "pending", "due", "handed_in", "comment", "is_staff_only",
    ).union(
        absences.values_list(
            Value("absence"), "lesson_id", "pupil_id", "minutes", Value(None, IntegerField()), "version",
            "author_id", "set_at", "code", *nothing_more,
        ),
        averages.values_list(
            Value("average"), "period_id", "pupil_id", "weight", "weighted", "count", nobody, never, Value(""),
            *nothing_more,
        ),
        all=True,
    )  # fmt: skip


def _take(rows: Rows, row: tuple[Any, ...]) -> None:
    table, key, pupil, first, second, third, author_id, set_at, code, *more = row
    if table == "mark":
        content = _content(first, second, more)
        rows.marks[key, pupil] = MarkRow(content, third, author_id, set_at)
    elif table == "absence":
        rows.absences[key, pupil] = AbsenceRow(code, first, third, author_id, set_at)
    else:
        rows.averages[key, pupil] = Sums(first, second, third)


def _content(first: int | None, second: int | None, more: list[Any]) -> Content:
    resit, resit_second, pending, due, handed_in, comment, staff_only = more
    return Content(
        marks_of(first, second), marks_of(resit, resit_second), bool(pending), due, handed_in, comment,
        bool(staff_only),
    )  # fmt: skip
