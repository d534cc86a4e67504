"""Moves, exemptions and marks brought along that cannot be true."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from zhurnal.journal.models import Exemption, ExternalMark
from zhurnal.ops.checks.words import course_names, ddmmyyyy
from zhurnal.school.models import CourseMembership
from zhurnal.timetable.models import Lesson, LessonMove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

_WAS_NOT_MOVED = Q(moves=None, addition=None)


def inconsistent_moves() -> Iterator[str]:
    """Moves of a lesson whose places do not follow one another, up to where it stands now. Two queries."""
    moves = LessonMove.objects.select_related("lesson").order_by("lesson", "made_at", "pk")
    wrong = [
        steps[-1].lesson
        for _lesson, rows in groupby(moves, key=attrgetter("lesson_id"))
        if not _follows(steps := list(rows))
    ]
    return _told(wrong)


def _follows(steps: list[LessonMove]) -> bool:
    """Each move leaves a place for another one, and the last one not for its own."""
    places = [(step.from_date, step.from_number) for step in steps]
    places.append((steps[-1].lesson.date, steps[-1].lesson.number))
    return all(before != after for before, after in pairwise(places))


def lessons_made_twice() -> Iterator[str]:
    """A lesson of the timetable stands at the place that a moved one has left: it would be held twice."""
    first_moves = LessonMove.objects.filter(
        ~Exists(LessonMove.objects.filter(lesson=OuterRef("lesson"), pk__lt=OuterRef("pk"))),
        lesson__course=OuterRef("course"), from_date=OuterRef("date"), from_number=OuterRef("number"),
    )  # fmt: skip
    return _told(
        list(Lesson.objects.filter(_WAS_NOT_MOVED, Exists(first_moves)).order_by("date", "number", "pk"))
    )


def external_marks_outside_period() -> Iterator[str]:
    """A day outside the period in which the mark counts, or a period of another course. One query."""
    period = "period__"
    outside = Q(date__lt=F(f"{period}starts")) | Q(date__gt=F(f"{period}ends"))
    foreign = ~Q(period__year=F("course__year")) | ~Q(period__kind=F("course__period_kind"))
    return _of_pupils(ExternalMark.objects.filter(outside | foreign, value__isnull=False), "date", "value")


def external_marks_of_strangers() -> Iterator[str]:
    """Marks brought into a course in which the pupil was never taught in the period. One query."""
    there = CourseMembership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=OuterRef("period__starts")),
        course=OuterRef("course"), pupil=OuterRef("pupil"), valid_from__lte=OuterRef("period__ends"),
    )  # fmt: skip
    return _of_pupils(ExternalMark.objects.filter(~Exists(there), value__isnull=False), "date", "value")


def exemptions_of_strangers() -> Iterator[str]:
    """Exemptions on days on which the pupil was not taught in the course at all. One query."""
    until = OuterRef("valid_to")
    there = CourseMembership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=OuterRef("valid_from")),
        course=OuterRef("course"), pupil=OuterRef("pupil"),
    )  # fmt: skip
    open_end = ~Exists(there)
    begun = ~Exists(there.filter(valid_from__lte=until))
    wrong = Exemption.objects.filter(Q(valid_to=None) & open_end | Q(valid_to__isnull=False) & begun)
    return _of_pupils(wrong, "valid_from", "reason")


def _of_pupils(rows: QuerySet[ExternalMark] | QuerySet[Exemption], day: str, content: str) -> Iterator[str]:
    """«Иванова Мария, Алгебра, 04.03.2026: 5»."""
    names = ("pupil__surname", "pupil__given_name", "course__subject__name", day, content)
    for surname, given_name, subject, on, what in rows.order_by("pk").values_list(*names):
        yield f"{surname} {given_name}, {subject}, {ddmmyyyy(on)}: {what}"


def _told(lessons: list[Lesson]) -> Iterator[str]:
    """«7 «А», Алгебра: 04.03.2026, урок 3»."""
    names = course_names(lesson.course_id for lesson in lessons)
    return (f"{names[one.course_id]}: {ddmmyyyy(one.date)}, урок {one.number}" for one in lessons)
