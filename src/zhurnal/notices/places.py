"""Where in the diary an event is to be seen: the right child, the right day."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from zhurnal.calc.calendar import iso_week
from zhurnal.notices.kinds import Kind

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.models import Homework
    from zhurnal.notices.models import Event
    from zhurnal.school.models import School


def place_of(event: Event, pupil_id: int) -> str:
    """The path of the page that shows the event."""
    if event.kind == Kind.SECURITY:
        return reverse("devices" if new_device_in(event) is not None else "profile")
    if event.kind == Kind.ENTRY:
        return f"{reverse('diary-messages', args=[pupil_id])}?to={event.entry_id}#entry-{event.entry_id}"
    if event.kind == Kind.PERIOD_MARK or event.lesson is None:
        return reverse("diary-marks", args=[pupil_id])
    day = (due_day(event) if event.kind == Kind.HOMEWORK else None) or event.lesson.date
    return f"{reverse('diary-week', args=[pupil_id, str(iso_week(day))])}?day={day.isoformat()}"


def new_device_in(event: Event) -> str | None:
    """The browser of a sign-in from a new one, "" where it is not known; None for any other event."""
    told, _space, browser = event.after.partition(" ")
    return browser if event.kind == Kind.SECURITY and told == "device" else None


def zone_of(event: Event) -> ZoneInfo:
    """Where the school is that the event comes from; what concerns an account is told by the house's clock."""
    school = _school_of(event)
    return ZoneInfo(school.time_zone if school else settings.TIME_ZONE)


def moment_of(event: Event) -> dt.datetime:
    """When it could be seen, where the school is; a school that stands still has all of it near its own day."""
    school, there = _school_of(event), event.visible_at.astimezone(zone_of(event))
    if school is None or school.frozen_today is None:
        return there
    return there - (timezone.localdate(timezone=there.tzinfo) - school.frozen_today)


def _school_of(event: Event) -> School | None:
    if event.course is not None:
        return event.course.year.school
    return event.entry.school if event.entry is not None else None


def absolute(path: str) -> str:
    """The address of a page as letters write it."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def due_day(event: Event) -> dt.date | None:
    """The day for which the homework of a lesson is set now; None where there is none any more."""
    homework: Homework | None = getattr(event.lesson, "homework", None)
    if homework is None or not homework.text:
        return None
    return homework.due_lesson.date if homework.due_lesson else homework.due_date
