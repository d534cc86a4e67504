"""What was changed about a lesson, in words: who, when, what, why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zhurnal.audit.models import Line
from zhurnal.people.models import Person
from zhurnal.timetable import history
from zhurnal.timetable.sentences import place_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhurnal.timetable.models import Lesson


class Change(NamedTuple):
    """A line of the history of a lesson; `at` is the school's local time."""

    at: dt.datetime
    by: str
    what: str
    why: str


def changes_of(lesson: Lesson) -> list[Change]:
    """Substitutions, cancellations and moves of a lesson, the latest first. Two queries.

    What the law wants forgotten is left out.
    """
    lines = Line.objects.filter(
        chain=history.course_chain(lesson.course_id), subject=history.lesson_subject(lesson.pk),
        action__in=_WORDS,
    ).order_by("-seq")  # fmt: skip
    told = [(line, line.details) for line in lines if line.details]
    wanted = {who for line, details in told for who in (line.actor_id, details.get("teacher"))}
    people = Person.objects.in_bulk({who for who in wanted if who is not None})
    names = {pk: person.short_name for pk, person in people.items()}
    zone = ZoneInfo(lesson.course.year.school.time_zone)
    return [
        Change(
            line.at.astimezone(zone), names.get(line.actor_id or 0, ""), _WORDS[line.action](details, names),
            details.get("reason", ""),
        )
        for line, details in told
    ]  # fmt: skip


def _substituted(details: dict[str, Any], names: dict[int, str]) -> str:
    return _("замещение: %(who)s") % {"who": names.get(details["teacher"], "")}


def _moved(details: dict[str, Any], _names: dict[int, str]) -> str:
    there = dt.date.fromisoformat(details["date"])
    back = dt.date.fromisoformat(details["from_date"])
    return _("перенесён: %(before)s → %(after)s") % {
        "before": place_text(back, details["from_number"]), "after": place_text(there, details["number"]),
    }  # fmt: skip


_WORDS: dict[str, Callable[[dict[str, Any], dict[int, str]], str]] = {
    history.SUBSTITUTED: _substituted,
    history.SUBSTITUTION_ENDED: lambda _details, _names: _("замещение снято"),
    history.CANCELLED: lambda _details, _names: _("отменён"),
    history.RESTORED: lambda _details, _names: _("возвращён"),
    history.MOVED: _moved,
    history.ADDED: lambda _details, _names: _("добавлен"),
}
