"""What a calendar program shows of a pupil's days: lessons, homework, control works. No marks and no names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from zhurnal.audit.models import Line
from zhurnal.calc.ical import Event
from zhurnal.diary.queries.lessons import lessons_of
from zhurnal.diary.queries.school_days import rings_between
from zhurnal.journal.models import Work
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.history import lesson_subject
from zhurnal.timetable.models import LessonMove

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.school_days import Ring

BACK, AHEAD = dt.timedelta(weeks=2), dt.timedelta(weeks=8)
# However much a school writes: a calendar of ten weeks has less.
MOST_EVENTS = 1500
_LONGEST_TASK = dt.timedelta(weeks=5)
ONE_DAY = dt.timedelta(days=1)


class _Lesson(NamedTuple):
    """One lesson; `cancelled` is the reason, None where it is held."""

    pk: int
    date: dt.date
    number: int
    year_id: int
    subject: str
    room: str
    cancelled: str | None
    substituted: int | None
    moved_from: dt.date | None


class _Change(NamedTuple):
    """How often the ledger speaks of a thing, and when it did last."""

    times: int
    last: dt.datetime


def events_of(frame: Frame, today: dt.date) -> list[Event]:
    """The events of ten weeks, in order of time. Five queries."""
    starts, ends = today - BACK, today + AHEAD
    pupil = frame.pupil.pk
    lessons = [_Lesson(*row) for row in _lessons(pupil=pupil, starts=starts, ends=ends)]
    lessons = [one for one in lessons if _is_seen(frame, one)]
    tasks = _tasks(pupil=pupil, starts=starts, ends=ends, set_since=starts - _LONGEST_TASK)
    changes = _changes([*(one.pk for one in lessons), *(task[5] for task in tasks)])
    rings = rings_between({frame.school.pk}, starts, ends)
    controls = _controls([one.pk for one in lessons])
    never = _Change(0, dt.datetime.combine(frame.year.starts, dt.time(), dt.UTC))
    events = [
        _event(frame, one, rings, controls.get(one.pk, ""), changes.get(one.pk, never)) for one in lessons
    ]
    events += [_task_event(frame, task, changes.get(task[5], never)) for task in tasks]
    return events[:MOST_EVENTS]


def _is_seen(frame: Frame, lesson: _Lesson) -> bool:
    span = frame.on(lesson.date)
    return span is not None and span.school_class.year_id == lesson.year_id


def _event(frame: Frame, lesson: _Lesson, rings: Sequence[Ring], control: str, change: _Change) -> Event:
    starts, ends = _times(frame, lesson, rings)
    notes = [
        _("Замена учителя.") if lesson.substituted else "",
        _("Урок перенесён.") if lesson.moved_from else "",
        _("Урок отменён: {reason}.").format(reason=lesson.cancelled) if lesson.cancelled else "",
        _("{n}-й урок.").format(n=lesson.number),
        control,
    ]
    title = _("{subject}: контрольная").format(subject=lesson.subject) if control else lesson.subject
    room = lesson.room
    return Event(
        uid=f"lesson-{lesson.pk}-{frame.pupil.pk}@zhurnal", starts=starts, ends=ends,
        summary=_("Отменён: {title}").format(title=title) if lesson.cancelled is not None else title,
        location=_("кабинет %(room)s") % {"room": room} if room[:1].isdigit() else room,
        description=" ".join(note for note in notes if note), stamp=change.last, sequence=change.times,
        cancelled=lesson.cancelled is not None,
    )  # fmt: skip


def _times(
    frame: Frame, lesson: _Lesson, rings: Sequence[Ring]
) -> tuple[dt.datetime | dt.date, dt.datetime | dt.date]:
    """The bells of the lesson; the whole day where none rings."""
    span, zone = frame.on_or_before(lesson.date), ZoneInfo(frame.school.time_zone)
    for ring in rings:
        if ring.number == lesson.number and ring.is_for(span.school_class, lesson.date):
            day = lesson.date
            return dt.datetime.combine(day, ring.starts, zone), dt.datetime.combine(day, ring.ends, zone)
    return lesson.date, lesson.date + ONE_DAY


def _task_event(frame: Frame, task: tuple[Any, ...], change: _Change) -> Event:
    day, text, homework, subject, minutes, _lesson_id = task
    about = _("Примерно {n} мин.").format(n=minutes) if minutes else ""
    return Event(
        uid=f"homework-{homework}-{frame.pupil.pk}@zhurnal", starts=day, ends=day + ONE_DAY,
        summary=_("Задание: {subject} — {text}").format(subject=subject, text=text), description=about,
        stamp=change.last, sequence=change.times, busy=False,
    )  # fmt: skip


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _lessons(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    last_move = LessonMove.objects.filter(lesson=OuterRef("pk")).order_by("-pk")
    return lessons_of(pupil, starts, ends).order_by("date", "number", "pk").values_list(
        "pk", "date", "number", "course__year_id", "course__subject__name", "room", "cancellation__reason",
        "substitution__pk", Subquery(last_move.values("from_date")[:1]),
    )  # fmt: skip


@prepared(pupil=int, starts=dt.date, ends=dt.date, set_since=dt.date)
def _tasks(pupil: int, starts: dt.date, ends: dt.date, set_since: dt.date) -> QuerySet[Any, Any]:
    """Day, text, homework, subject, minutes, and the lesson in which it was set."""
    due = lessons_of(pupil, starts, ends).filter(due_homework__text__gt="").values_list(
        "date", "due_homework__text", "due_homework__pk", "course__subject__name", "due_homework__minutes",
        "due_homework__lesson_id",
    )  # fmt: skip
    by_day = lessons_of(pupil, set_since, ends).filter(
        homework__text__gt="", homework__due_lesson=None,
        homework__due_date__gte=starts, homework__due_date__lte=ends,
    )  # fmt: skip
    return due.union(
        by_day.values_list(
            "homework__due_date", "homework__text", "homework__pk", "course__subject__name",
            "homework__minutes", F("pk"),
        ),
        all=True,
    )  # fmt: skip


def _controls(lessons: Sequence[int]) -> dict[int, str]:
    """By lesson the titles of its control works. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    works = Work.objects.filter(lesson__in=lessons, kind__is_control=True, withdrawn_at=None)
    for lesson, title, kind in works.order_by("position").values_list("lesson_id", "title", "kind__name"):
        found[lesson].append(title or kind)
    return {lesson: f"{'. '.join(titles)}." for lesson, titles in found.items()}


def _changes(lessons: Sequence[int]) -> dict[int, _Change]:
    """How often each lesson, or what is written about it, was changed. One query."""
    subjects = {lesson_subject(lesson): lesson for lesson in lessons}
    rows = (
        Line.objects.filter(Q(subject__in=subjects)).values_list("subject").annotate(Count("pk"), Max("at"))
    )
    return {subjects[subject]: _Change(times, last) for subject, times, last in rows.order_by()}
