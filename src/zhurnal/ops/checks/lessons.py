"""Lessons on days when there can be none, and lessons without a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractIsoWeekDay

from zhurnal.journal.models import Work
from zhurnal.ops.checks.words import course_names, ddmmyyyy
from zhurnal.school.models import DayOff, StudyPeriod
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


def lessons_outside_periods() -> Iterator[str]:
    """Two queries."""
    around = StudyPeriod.objects.filter(
        year=OuterRef("course__year"), kind=OuterRef("course__period_kind"),
        starts__lte=OuterRef("date"), ends__gte=OuterRef("date"),
    )  # fmt: skip
    return _told(Lesson.objects.filter(~Exists(around)))


def lessons_on_days_off() -> Iterator[str]:
    """A class, or one of a stream, is free on that day or has no lessons on that weekday. Three queries.

    What the head of a school has put there by hand was confirmed.
    """
    lessons = Lesson.objects.filter(moves=None, addition=None).annotate(weekday=ExtractIsoWeekDay("date"))
    of_classes = lessons.filter(_is_free("course__school_class__"))
    of_streams = lessons.filter(_is_free("course__group__classes__"), course__school_class__isnull=True)
    wrong = {*of_classes.values_list("pk", flat=True), *of_streams.values_list("pk", flat=True)}
    return _told(Lesson.objects.filter(pk__in=wrong)) if wrong else iter(())


def _is_free(a_class: str) -> Q:
    """The condition that the class reached by that path has no lessons on the lesson's day."""
    off = DayOff.objects.filter(
        year=OuterRef("course__year"), starts__lte=OuterRef("date"), ends__gte=OuterRef("date"),
        first_grade__lte=OuterRef(f"{a_class}grade"), last_grade__gte=OuterRef(f"{a_class}grade"),
    )  # fmt: skip
    return Q(Exists(off)) | Q(weekday__gt=F(f"{a_class}days_a_week"))


def lessons_without_column() -> Iterator[str]:
    """Two queries."""
    return _told(Lesson.objects.filter(~Exists(Work.objects.filter(lesson=OuterRef("pk"), position=1))))


def _told(lessons: QuerySet[Lesson]) -> Iterator[str]:
    """«7 «А», Алгебра: 04.03.2026, урок 3»."""
    rows = list(lessons.order_by("date", "number", "pk").values_list("course_id", "date", "number"))
    names = course_names(course for course, _, _ in rows)
    return (f"{names[course]}: {ddmmyyyy(day)}, урок {number}" for course, day, number in rows)
