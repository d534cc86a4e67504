"""Lessons that were held and not written down, by teacher and course."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from zhurnal.calc.calendar import days_between
from zhurnal.journal.models import Mark
from zhurnal.school.models import Teaching
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhurnal.oversight.queries.scope import Window
    from zhurnal.school.models import School

# A mark put or changed after the third day that follows the lesson is late.
LATE_AFTER_DAYS = 3


class Place(NamedTuple):
    """Whose lessons of which course; no teacher where nobody was appointed on the day."""

    teacher: int | None
    course: int


@dataclass
class Gaps:
    """How many lessons were held, how many of them lack something, how many marks came late."""

    held: int = 0
    no_attendance: int = 0
    no_topic: int = 0
    no_homework: int = 0
    late_marks: int = 0

    def __bool__(self) -> bool:
        return bool(self.no_attendance or self.no_topic or self.no_homework or self.late_marks)


def gaps(school: School, days: Window) -> dict[Place, Gaps]:
    """Count the gaps of the school's lessons on `days`. Two queries; none for a window without days."""
    if days.is_empty:
        return {}
    found = dict(_unwritten(school, days))
    for place, late in _late_marks(school, days):
        found.setdefault(place, Gaps()).late_marks = late
    return found


def total(parts: Iterable[Gaps]) -> Gaps:
    """Add up."""
    listed = list(parts)
    return Gaps(**{name: sum(getattr(part, name) for part in listed) for name in vars(Gaps())})


def _unwritten(school: School, days: Window) -> Iterator[tuple[Place, Gaps]]:
    held = Lesson.objects.filter(
        date__range=(days.starts, days.ends), course__year__school=school, cancellation__lesson=None
    )
    rows = (
        held.annotate(holder=_holder())
        .values_list("holder", "course")
        .annotate(
            held=Count("pk"),
            no_attendance=Count("pk", filter=Q(attendance_taken=None)),
            no_topic=Count("pk", filter=Q(topic=None) | Q(topic__text="")),
            no_homework=Count("pk", filter=Q(homework=None)),
        )
    )
    for holder, course, *counts in rows:
        yield Place(holder, course), Gaps(*counts)


def _late_marks(school: School, days: Window) -> Iterator[tuple[Place, int]]:
    lesson = "work__lesson__"
    rows = (
        Mark.objects.filter(
            work__lesson__date__range=(days.starts, days.ends), work__lesson__course__year__school=school,
            work__lesson__cancellation__lesson=None, value__isnull=False,
        )
        .filter(set_at__gte=_late_from(school, days, f"{lesson}date"))
        .annotate(holder=_holder(lesson))
        .values_list("holder", f"{lesson}course")
        .annotate(late=Count("pk"))
    )  # fmt: skip
    for holder, course, late in rows:
        yield Place(holder, course), late


def _holder(lesson: str = "") -> Coalesce:
    """Who held the lesson reached by the prefix: the substitute, else who held the course on that day."""
    on_the_day = Teaching.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=OuterRef(f"{lesson}date")),
        course=OuterRef(f"{lesson}course"),
        valid_from__lte=OuterRef(f"{lesson}date"),
    ).order_by("-valid_from", "pk")
    return Coalesce(
        F(f"{lesson}substitution__teacher_id"), Subquery(on_the_day.values("teacher_id")[:1]),
        output_field=BigIntegerField(),
    )  # fmt: skip


def _late_from(school: School, days: Window, date: str) -> Case:
    """The moment from which a mark for the lesson on `date` is late: a midnight of the school's zone.

    One value a day, because the databases count days differently and a zone's midnight is no constant.
    """
    zone = ZoneInfo(school.time_zone)
    allowed = dt.timedelta(days=LATE_AFTER_DAYS + 1)
    return Case(
        *(
            When(**{date: day}, then=Value(dt.datetime.combine(day + allowed, dt.time(), zone)))
            for day in days_between(days.starts, days.ends)
        )
    )
