"""The sheet of one lesson: its facts, and a row for each pupil of that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from zhurnal.journal.queries.grid import (
    NO_RESULT,
    Column,
    Row,
    cells_of,
    columns_of_lesson,
    results_of,
    row_of,
)
from zhurnal.journal.queries.periods import closures_around, periods_around, policies_around
from zhurnal.journal.queries.pupil_facts import pupil_facts
from zhurnal.journal.queries.pupils import pupils_of
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.rules import RefusedError, check_lesson
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.calc.grading.rules import Rules


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lesson with everything that its page shows. `locked` says why nothing can be written, or nothing."""

    lesson_id: int
    course_id: int
    date: dt.date
    number: int
    room: str
    subject: str
    audience: str
    cancelled: str  # the reason
    substitute: str  # «Петрова И. И.»
    locked: str
    columns: list[Column]
    rows: list[Row]
    rules: Rules
    topic: str
    topic_version: int
    homework: str
    homework_version: int  # with an empty text and a version: «без задания»
    homework_due: dt.date | None
    homework_minutes: int | None
    next_date: dt.date | None  # for which day homework is set by default
    attendance_taken: bool
    previous_id: int | None
    next_id: int | None


class _Around(NamedTuple):
    """What lies around a lesson: its period, and the lessons of the course before and after it."""

    period_id: int | None
    closed: bool
    closed_with: int | None  # the version of the rules
    in_force: int | None  # likewise
    previous_id: int | None
    next_id: int | None
    next_date: dt.date | None


class _Facts(NamedTuple):
    date: dt.date
    held: bool
    cancelled: bool
    period_id: int | None
    closed: bool


def sheet(lesson: Lesson, today: dt.date) -> Sheet:
    """Read the sheet of a lesson that `policies.sheets_visible_to` gave. Six queries."""
    course, around = lesson.course, _around(lesson)
    rules = rules_of(around.closed_with if around.closed else around.in_force, course)
    columns = columns_of_lesson(lesson.pk, today)
    pupils = pupils_of(course, lesson.date, lesson.date)
    cells = cells_of(columns, rules.scale.code)
    results = results_of(course, around.period_id) if around.period_id else {}
    exempt = pupil_facts(course, lesson.date, lesson.date).exempt
    rows = [
        Row(
            pupil.id,
            pupil.name,
            "",
            row_of(pupil, cells.get(pupil.id, {}), columns, exempt.get(pupil.id, ())),
            *results.get(pupil.id, NO_RESULT),
        )
        for pupil in pupils
    ]
    return Sheet(
        lesson_id=lesson.pk, course_id=course.pk, date=lesson.date, number=lesson.number, room=lesson.room,
        subject=course.subject.name, audience=course.audience, locked=_locked(lesson, around, today),
        columns=columns, rows=rows, rules=rules, next_date=around.next_date, previous_id=around.previous_id,
        next_id=around.next_id, **_written(lesson),
    )  # fmt: skip


def _around(lesson: Lesson) -> _Around:
    return _Around(*_facts_around(lesson=lesson.pk)[0])


@prepared(lesson=int)
def _facts_around(lesson: int) -> QuerySet[Any, Any]:
    """The columns of `_Around`."""
    day, number = OuterRef("date"), OuterRef("number")
    others = Lesson.objects.filter(course=OuterRef("course"))
    before = others.filter(Q(date__lt=day) | Q(date=day, number__lt=number))
    after = others.filter(Q(date__gt=day) | Q(date=day, number__gt=number))
    due = others.filter(date__gt=day, cancellation__lesson=None)

    def first(found: QuerySet[Lesson], what: str, *order: str) -> Subquery:
        return Subquery(found.order_by(*order).values(what)[:1])

    return Lesson.objects.filter(pk=lesson).values_list(
        Subquery(periods_around().values("pk")[:1]),
        Exists(closures_around()),
        Subquery(closures_around().values("policy")[:1]),
        Subquery(policies_around().values("pk")[:1]),
        first(before, "pk", "-date", "-number"),
        first(after, "pk", "date", "number"),
        first(due, "date", "date", "number"),
    )


def _locked(lesson: Lesson, around: _Around, today: dt.date) -> str:
    held = bool(getattr(lesson, "held", False))
    cancelled = hasattr(lesson, "cancellation")
    try:
        check_lesson(_Facts(lesson.date, held, cancelled, around.period_id, around.closed), today)
    except RefusedError as refused:
        return refused.sentence
    return ""


def _written(lesson: Lesson) -> dict[str, Any]:
    topic, homework = getattr(lesson, "topic", None), getattr(lesson, "homework", None)
    substitution = getattr(lesson, "substitution", None)
    due = homework and (homework.due_lesson.date if homework.due_lesson else homework.due_date)
    return {
        "cancelled": lesson.cancellation.reason if hasattr(lesson, "cancellation") else "",
        "substitute": substitution.teacher.short_name if substitution else "",
        "topic": topic.text if topic else "",
        "topic_version": topic.version if topic else 0,
        "homework": homework.text if homework else "",
        "homework_version": homework.version if homework else 0,
        "homework_due": due or None,
        "homework_minutes": homework.minutes if homework else None,
        "attendance_taken": hasattr(lesson, "attendance_taken"),
    }
