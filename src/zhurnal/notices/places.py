"""Where in the diary an event is to be seen: the right child, the right day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from zhurnal.calc.calendar import iso_week
from zhurnal.notices.kinds import Kind

if TYPE_CHECKING:
    from zhurnal.notices.models import Event


def place_of(event: Event, pupil_id: int) -> str:
    """The path of the page that shows the event."""
    if event.kind == Kind.SECURITY:
        return reverse("profile")
    if event.kind == Kind.ENTRY:
        return f"{reverse('diary-messages', args=[pupil_id])}?to={event.entry_id}#entry-{event.entry_id}"
    if event.kind == Kind.PERIOD_MARK or event.lesson is None:
        return reverse("diary-marks", args=[pupil_id])
    day = _day_of(event) or event.lesson.date
    return f"{reverse('diary-week', args=[pupil_id, str(iso_week(day))])}?day={day.isoformat()}"


def absolute(path: str) -> str:
    """The address of a page as letters write it."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _day_of(event: Event) -> dt.date | None:
    """Homework stands on the day for which it was set."""
    due = event.after.partition("|")[0] if event.kind == Kind.HOMEWORK else ""
    return dt.date.fromisoformat(due) if due else None
