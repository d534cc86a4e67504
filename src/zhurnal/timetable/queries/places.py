"""Where lessons belong by the weekly timetable, and which lessons something has been written about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, Q

from zhurnal.calc.calendar import days_between, lesson_dates, school_weekdays
from zhurnal.school.models import Course, DayOff, SchoolClass, SchoolYear, StudyPeriod
from zhurnal.timetable.models import Lesson, WeeklySlot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

Place = tuple[dt.date, int]
_BARE: dict[type[Model], Q] = {}
_PLANNED: dict[type[Model], Q] = {}


def register_bare(model: type[Model], condition: Q) -> None:
    """Say which rows of a room above are made together with a lesson and tell nothing yet.

    Called when the room is ready; the journal names its empty columns. Such rows do not make a lesson a
    taught one, and they go when an untouched lesson goes.
    """
    _BARE[model] = condition


def register_planned(model: type[Model], condition: Q) -> None:
    """Say which rows of a room above only plan something for a lesson: they go with it where it is moved."""
    _PLANNED[model] = condition


def taught() -> Q:
    """The condition that something stands about a lesson: anything that points at it, bare rows apart.

    No list of tables is kept: a room that comes later and points at lessons is protected from its first day.
    """
    return _pointed_at(_relations(), _BARE)


def written_about() -> Q:
    """The condition that another room has written about a lesson: rows of its own that name it `lesson`.

    What is planned for it, due in it or was changed in the timetable says nothing about how it was held.
    """
    own = Lesson._meta.app_label  # noqa: SLF001 -- as below
    told = (
        one
        for one in _relations()
        if one.field.name == "lesson" and one.related_model._meta.app_label != own  # noqa: SLF001 -- as below
    )
    return _pointed_at(told, _PLANNED)


def _relations() -> list[Any]:
    return list(Lesson._meta.related_objects)  # noqa: SLF001 -- Django documents Model._meta as its API


def _pointed_at(relations: Iterable[Any], apart: dict[type[Model], Q]) -> Q:
    found = Q()
    for relation in relations:
        model = relation.related_model
        rows = model.objects.filter(**{relation.field.name: OuterRef("pk")})
        found |= Q(Exists(rows.exclude(apart[model]) if model in apart else rows))
    return found


def bare_rows(lessons: Iterable[int]) -> Iterator[QuerySet[Any]]:
    """The rows that were made together with these lessons, one queryset a table."""
    for relation in _relations():
        model = relation.related_model
        if model in _BARE:
            yield model.objects.filter(_BARE[model], **{f"{relation.field.name}__in": lessons})


def places_of_year(year: SchoolYear, courses: QuerySet[Course]) -> dict[int, dict[Place, WeeklySlot]]:
    """The days and lesson numbers of each course over the whole year. Six queries, whatever the size.

    Only days inside the study periods of the course, without the days off of its grades, on the weekdays that
    its classes have. In A/B weeks the first week of the year is an A week.
    """
    slots = defaultdict(list)
    for slot in WeeklySlot.objects.filter(course__in=courses.values("pk")).order_by("pk"):
        slots[slot.course_id].append(slot)
    frame = _Frame(year)
    classes = courses.select_related("school_class").prefetch_related("group__classes")
    return {course.pk: _places(course, slots[course.pk], frame) for course in classes}


class _Frame:
    """What all courses of a year share; days off of a set of grades are worked out once."""

    def __init__(self, year: SchoolYear) -> None:
        self.year = year
        self.spans = defaultdict(list)
        for period in StudyPeriod.objects.filter(year=year):
            self.spans[period.kind].append((period.starts, period.ends))
        self._days_off = list(DayOff.objects.filter(year=year))
        self._known: dict[frozenset[int], frozenset[dt.date]] = {}

    def days_off(self, grades: frozenset[int]) -> frozenset[dt.date]:
        """Days on which at least one of the grades is free."""
        if grades not in self._known:
            self._known[grades] = frozenset(
                day
                for off in self._days_off
                for day in days_between(off.starts, off.ends)
                if any(off.covers(day, grade) for grade in grades)
            )
        return self._known[grades]


def _places(course: Course, slots: list[WeeklySlot], frame: _Frame) -> dict[Place, WeeklySlot]:
    classes = _classes_of(course)
    weekdays = school_weekdays(min((a_class.days_a_week for a_class in classes), default=6))
    days_off = frame.days_off(frozenset(a_class.grade for a_class in classes))
    return {
        (day, slot.number): slot
        for slot in slots
        if slot.weekday in weekdays
        for starts, ends in frame.spans[course.period_kind]
        for day in _dates(slot, starts, ends, days_off, frame.year.starts)
    }


def _dates(
    slot: WeeklySlot, starts: dt.date, ends: dt.date, days_off: frozenset[dt.date], anchor: dt.date
) -> list[dt.date]:
    first = max(starts, slot.valid_from)
    last = min(ends, slot.valid_to or ends)
    parity: Any = slot.parity
    return lesson_dates(slot.weekday, first, last, days_off=days_off, parity=parity, anchor=anchor)


def _classes_of(course: Course) -> list[SchoolClass]:
    if course.school_class is not None:
        return [course.school_class]
    return list(course.group.classes.all()) if course.group is not None else []
