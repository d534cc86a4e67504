"""How sentences about changes of lessons name lessons, days and teachers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.ui.words import day as day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from zhurnal.timetable.models import Lesson

MOST_NAMED = 4


def lesson_text(lesson: Lesson) -> str:
    """«Алгебра, 7 «А», 4 марта, 2-й урок». Reads the course with its subject, class and group: select them."""
    course = lesson.course
    return f"{course.subject.name}, {course.audience}, {place_text(lesson.date, lesson.number)}"


def place_text(day: dt.date, number: int) -> str:
    """«4 марта, 2-й урок»."""
    return _("%(day)s, %(number)s-й урок") % {"day": day_text(day), "number": number}


def listed(parts: Iterable[str], most: int = MOST_NAMED) -> str:
    """«а; б; в и ещё 5»: what a sentence names of many things."""
    found: Sequence[str] = list(parts)
    shown = "; ".join(found[:most])
    if len(found) <= most:
        return shown
    return _("%(first)s и ещё %(more)s") % {"first": shown, "more": len(found) - most}
