"""What may still be changed about homework: all of it until it is due, afterwards it is only added to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.journal.homework_words import refused
from zhurnal.journal.sentences import day_text

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.actions.lesson_facts import FoundLesson
    from zhurnal.journal.models import Homework
    from zhurnal.journal.rules import RefusedError


def due_on(homework: Homework) -> dt.date | None:
    """The day for which it is set; None where the course has no further lesson."""
    return homework.due_lesson.date if homework.due_lesson else homework.due_date


def why_only_added(
    row: Homework | None, lesson_day: dt.date, window: int | None, today: dt.date
) -> RefusedError | None:
    """Why what stands there stays as it is; None while it may be changed (security.md B7, note 6).

    The day it is due is over, or the `window`: for how many days after the lesson the school's rules give.
    """
    if row is None or not row.text:
        return None
    due = due_on(row)
    if due is not None and today > due:
        return refused("due_passed", day=day_text(due))
    if window is not None and (today - lesson_day).days > window:
        return refused("homework_window", day=day_text(lesson_day), days=window)
    return None


def why_kept(found: FoundLesson, today: dt.date) -> RefusedError | None:
    """The same for a lesson as it stands."""
    return why_only_added(found.homework, found.date, found.windows.homework, today)


def keep_due(
    found: FoundLesson, new: dict[str, Any], typed: dt.date | None, today: dt.date
) -> dict[str, Any]:
    """The same values, but due as it stands where it is only added to and the day was left as it is.

    A lesson that has come to that day since makes no difference.
    """
    row = found.homework
    if row is None or why_kept(found, today) is None or typed != due_on(row):
        return new
    return new | {"due_lesson_id": row.due_lesson_id, "due_date": row.due_date}


def check_addition(found: FoundLesson, new: dict[str, Any], today: dt.date) -> None:
    """Refuse to change or take back what may only be added to; `new` are the values of the row's fields."""
    why, row = why_kept(found, today), found.homework
    if why is None or row is None:
        return
    added = new["text"] != row.text and new["text"].startswith(row.text)
    same = all(getattr(row, name) == value for name, value in new.items() if name != "text")
    if not (added and same):
        raise why
