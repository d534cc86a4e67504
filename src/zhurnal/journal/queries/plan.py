"""A plan over the lessons of its course: the page «Темы и задания», and the topic that a lesson is next to have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.planning import LessonFacts, Progress, lay_out, progress
from zhurnal.journal.models import PlanTopic
from zhurnal.journal.plan_rows import PlanRow, state_of
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet


class PlanLesson(NamedTuple):
    """A lesson with what is planned for it and what came of it. `row` None: nothing is planned for it."""

    lesson_id: int
    date: dt.date
    number: int
    cancelled: str | None  # the reason
    topic: int | None
    row: PlanRow | None
    taught: str
    homework: str
    is_past: bool


class LeftTopic(NamedTuple):
    """A topic for which no lesson is left this year."""

    topic: int
    row: PlanRow


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan over the lessons of a year. `state` is what a change must have seen; `next_topic` comes next."""

    lessons: list[PlanLesson]
    left: list[LeftTopic]
    free: int  # lessons to come for which no topic is left
    progress: Progress
    count: int
    state: str
    next_topic: int | None


class Dated(NamedTuple):
    """The lessons of a course as `calc.planning` takes them, each with what else a page tells of it."""

    facts: list[LessonFacts]
    texts: list[tuple[int, str | None, str, str]]  # number of the day, why cancelled, topic, homework


def plan_of(course_id: int, today: dt.date) -> Plan:
    """The whole plan of a course. Two queries."""
    rows, since = _rows_and_day(course_id)
    dated = dated_lessons(course_id)
    layout = lay_out(dated.facts, rows)
    lessons = [
        _line(facts, texts, layout.topics.get(facts.lesson) or facts.topic, rows, today)
        for facts, texts in zip(dated.facts, dated.texts, strict=True)
    ]
    coming = [facts.lesson for facts in dated.facts if facts.date >= today]
    return Plan(
        lessons=lessons,
        left=[LeftTopic(number, rows[number]) for number in layout.topics_left],
        free=len(set(coming).intersection(layout.lessons_left)),
        progress=progress(dated.facts, rows, today, since or today),
        count=len(rows),
        state=state_of(rows.values()),
        next_topic=next((layout.topics[pk] for pk in coming if pk in layout.topics), None),
    )


def planned_for(lesson: Lesson) -> tuple[int, PlanRow] | None:
    """The topic of the plan that falls into a lesson, or was taught in it. At most two queries.

    The sheet must give the lesson with its `topic`. Where one is written down nothing has to be laid out.
    """
    written = getattr(lesson, "topic", None)
    if written is not None and written.text:
        found = _topic(topic=written.plan_topic_id or 0)
        return (found[0][0], PlanRow(*found[0][1:])) if found else None
    rows = plan_rows(lesson.course_id)
    if not rows:
        return None
    facts = [
        LessonFacts(pk, date, off is not None, extra is not None, bool(text), number)
        for pk, date, off, extra, text, number in _facts(course=lesson.course_id)
    ]
    taught = next((one.topic for one in facts if one.lesson == lesson.pk), None)
    number = lay_out(facts, rows).topics.get(lesson.pk) or taught
    return (number, rows[number]) if number else None


def plan_rows(course_id: int) -> dict[int, PlanRow]:
    """The rows of a plan by their numbers, in order. One query."""
    return {number: PlanRow(*row) for number, *row in _topics(course=course_id)}


def _rows_and_day(course_id: int) -> tuple[dict[int, PlanRow], dt.date | None]:
    """The rows, and the day on which the oldest of them was written; by UTC, a few hours do not matter."""
    found = {number: (PlanRow(*row), at) for number, *row, at in _topics_and_days(course=course_id)}
    since = min((at for _row, at in found.values()), default=None)
    return {number: row for number, (row, _at) in found.items()}, since and since.date()


def dated_lessons(course_id: int) -> Dated:
    """The lessons of the year in their order. One query."""
    facts, texts = [], []
    for pk, date, number, cancelled, added, topic, planned, homework in _lessons(course=course_id):
        facts.append(
            LessonFacts(
                pk, date, cancelled=cancelled is not None, added=added is not None, recorded=bool(topic),
                topic=planned,
            )
        )  # fmt: skip
        texts.append((number, cancelled, topic or "", homework or ""))
    return Dated(facts, texts)


def _line(
    facts: LessonFacts,
    texts: tuple[int, str | None, str, str],
    topic: int | None,
    rows: dict[int, PlanRow],
    today: dt.date,
) -> PlanLesson:
    number, cancelled, taught, homework = texts
    row = rows.get(topic) if topic else None
    return PlanLesson(
        facts.lesson, facts.date, number, cancelled, topic, row, taught, homework, facts.date < today
    )


@prepared(course=int)
def _topics(course: int) -> QuerySet[Any, Any]:
    return PlanTopic.objects.filter(course=course).order_by("number").values_list("number", *PlanRow._fields)


@prepared(course=int)
def _topics_and_days(course: int) -> QuerySet[Any, Any]:
    rows = PlanTopic.objects.filter(course=course).order_by("number")
    return rows.values_list("number", *PlanRow._fields, "set_at")


@prepared(topic=int)
def _topic(topic: int) -> QuerySet[Any, Any]:
    return PlanTopic.objects.filter(pk=topic).values_list("number", *PlanRow._fields)


@prepared(course=int)
def _facts(course: int) -> QuerySet[Any, Any]:
    return (
        Lesson.objects.filter(course=course)
        .order_by("date", "number")
        .values_list("pk", "date", "cancellation", "addition", "topic__text", "topic__plan_topic__number")
    )


@prepared(course=int)
def _lessons(course: int) -> QuerySet[Any, Any]:
    return (
        Lesson.objects.filter(course=course)
        .order_by("date", "number")
        .values_list(
            "pk", "date", "number", "cancellation__reason", "addition", "topic__text",
            "topic__plan_topic__number", "homework__text",
        )
    )  # fmt: skip
