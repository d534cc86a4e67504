"""Homework follows the lessons: what was due in a lesson that is not held is due in the next one that is.

The row says in which lesson it is due, so that diary and sheet need no rule of their own. Author and time stay
those of the teacher who set it; the version grows, so that an open page does not write over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from zhurnal.audit.models import Line
from zhurnal.journal import history
from zhurnal.journal.models import Homework
from zhurnal.timetable import history as timetable
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.audit.ledger import Entry

Passed = list[tuple[int, int]]  # the lesson in which it was set, the lesson in which it is due now


def pass_on(lesson: Lesson) -> tuple[Passed, list[Entry]]:
    """Make homework due in a lesson that has just been cancelled due in the next one that is held.

    Where none comes, it stays where it is. One query, two more for each.
    """
    passed: Passed = []
    entries = []
    for row in Homework.objects.filter(due_lesson=lesson).select_related("lesson").order_by("lesson"):
        following = _held_after(row, lesson)
        if following is not None:
            passed.append((row.lesson_id, following.pk))
            entries.append(_put(row, following.pk))
    return passed, entries


def give_back(lesson: Lesson) -> list[Entry]:
    """Make what `pass_on` took from a lesson due in it again, where nobody has changed it since.

    Two queries, one more for each; one where the lesson was cancelled without a line in the ledger.
    """
    last = (
        Line.objects.filter(
            chain=history.course_chain(lesson.course_id), subject=history.lesson_subject(lesson.pk),
            action=timetable.CANCELLED,
        )
        .order_by("-seq")
        .first()
    )  # fmt: skip
    passed = dict(last.details.get("homework", ())) if last and last.details else {}
    rows = Homework.objects.filter(lesson__in=passed).order_by("lesson")
    return [_put(row, lesson.pk) for row in rows if row.due_lesson_id == passed[row.lesson_id]]


def follow_moves(lesson: Lesson) -> list[Entry]:
    """Put right what a moved lesson has brought out of order: homework due before it was set.

    Homework due in the lesson moves with it, unless it was set later; homework set in it is due later still.
    One query, two more for each.
    """
    entries = []
    of_course = Homework.objects.filter(lesson__course=lesson.course_id).select_related("lesson")
    for row in of_course.filter(due_lesson__date__lte=F("lesson__date")).order_by("lesson"):
        following = _held_after(row, row.lesson)
        if following is not None:
            entries.append(_put(row, following.pk))
    return entries


def _held_after(row: Homework, lesson: Lesson) -> Lesson | None:
    """The first lesson of the course that is held on or after the day of `lesson`, later than it was set."""
    held = Lesson.objects.filter(
        course=lesson.course_id, cancellation__lesson=None, date__gte=lesson.date, date__gt=row.lesson.date
    )
    return held.order_by("date", "number").first()


def _put(row: Homework, due_lesson: int) -> Entry:
    before = _facts(row)
    row.due_lesson_id, row.version = due_lesson, row.version + 1
    row.save(update_fields=["due_lesson", "version"])
    return history.homework_entry(row.lesson_id, before, _facts(row), row.version)


def _facts(row: Homework) -> dict[str, object]:
    return history.homework_facts(row.text, row.due_lesson_id, row.due_date, row.minutes)


def of_course(course: int, entries: Iterable[Entry]) -> list[tuple[int, Entry]]:
    """Each line with the course in whose chain it goes."""
    return [(course, entry) for entry in entries]
