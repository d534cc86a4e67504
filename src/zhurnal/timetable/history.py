"""How changes of lessons speak in the ledger: they stand in the chain of the lesson's course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.audit.ledger import Entry

if TYPE_CHECKING:
    from zhurnal.timetable.models import Lesson

SUBSTITUTED = "lesson.substituted"
SUBSTITUTION_ENDED = "lesson.substitution_ended"
CANCELLED = "lesson.cancelled"
RESTORED = "lesson.restored"
MOVED = "lesson.moved"
ADDED = "lesson.added"


def course_chain(course_id: int) -> str:
    """The chain of everything written into a course."""
    return f"course:{course_id}"


def lesson_subject(lesson_id: int) -> str:
    """A lesson as a whole."""
    return f"lesson:{lesson_id}"


def change_entry(action: str, lesson: Lesson, **facts: Any) -> Entry:
    """A change of a lesson, with where the lesson stands after it; people by their numbers."""
    payload = {"date": lesson.date.isoformat(), "number": lesson.number, **facts}
    return Entry(action, lesson_subject(lesson.pk), payload)
