"""A lesson as it stands while somebody writes about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, Q, Subquery

from zhurnal.journal.queries.periods import closures_around, periods_around, policies_around
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.policies import taught_by
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.calc.grading.rules import Windows
    from zhurnal.journal.models import Homework, LessonTopic


@dataclass(frozen=True)
class FoundLesson:
    """A lesson, whether `teacher_id` may write about it, and what is written so far."""

    lesson: Lesson
    teacher_id: int
    held: bool
    cancelled: bool
    period_id: int | None
    closed: bool
    topic: LessonTopic | None
    homework: Homework | None
    attendance_taken: bool
    windows: Windows

    @property
    def date(self) -> dt.date:
        """The day of the lesson."""
        return self.lesson.date


def find_lesson(lesson: Lesson, teacher_id: int, today: dt.date) -> FoundLesson:
    """Read the lesson anew, with all that decides about writing. One query.

    One more where the process has not met the version of the school's rules yet.
    """
    held = Q(taught_by(teacher_id, today, course="course")) | Q(substitution__teacher=teacher_id)
    closures = closures_around()
    row = (
        Lesson.objects.filter(pk=lesson.pk)
        .annotate(
            held=held,
            period=Subquery(periods_around().values("pk")[:1]),
            closed=Exists(closures),
            closed_with=Subquery(closures.values("policy")[:1]),
            in_force=Subquery(policies_around().values("pk")[:1]),
        )
        .select_related(
            "course__year__school", "course__subject", "cancellation", "topic", "homework__due_lesson",
            "homework__author", "attendance_taken",
        )
        .get()
    )  # fmt: skip
    rules = rules_of(row.closed_with if row.closed else row.in_force, row.course)
    return FoundLesson(
        lesson=row, teacher_id=teacher_id, held=bool(row.held), period_id=row.period, closed=row.closed,
        cancelled=hasattr(row, "cancellation"), attendance_taken=hasattr(row, "attendance_taken"),
        topic=getattr(row, "topic", None), homework=getattr(row, "homework", None), windows=rules.windows,
    )  # fmt: skip


def next_lesson_on(lesson: Lesson, day: dt.date | None = None) -> Lesson | None:
    """The course's lesson on `day`; without a day, the first one held after the day of `lesson`.

    A second lesson on the same day is no next one: nobody does homework in a break.
    """
    held = Lesson.objects.filter(course=lesson.course_id, cancellation__lesson=None)
    later = held.filter(date__gt=lesson.date) if day is None else held.filter(date=day)
    return later.order_by("date", "number").first()
