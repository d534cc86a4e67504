"""The facing page of the journal: what was done in each lesson, and what was set for home."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F
from django.db.models.functions import Coalesce

from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.school.models import Course, StudyPeriod


class TopicLine(NamedTuple):
    """A lesson of the facing page. `homework`: None where nothing was said, "" for «без задания»."""

    lesson_id: int
    date: dt.date
    number: int
    cancelled: str | None  # the reason
    topic: str | None
    homework: str | None
    due: dt.date | None


def topics(course: Course, period: StudyPeriod, today: dt.date) -> list[TopicLine]:
    """The lessons of the period up to `today`, the latest first. One query."""
    held = Lesson.objects.filter(
        course=course, date__range=(period.starts, min(period.ends, today))
    ).order_by("-date", "-number")
    due = Coalesce(F("homework__due_lesson__date"), F("homework__due_date"))
    rows = held.values_list(
        "pk", "date", "number", "cancellation__reason", "topic__text", "homework__text", due
    )
    return [TopicLine(*row) for row in rows]
