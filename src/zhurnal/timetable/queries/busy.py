"""Who is busy when: teachers and pupils who would have to be in two places at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from zhurnal.school.models import Course, CourseMembership, Teaching
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.models import Lesson
from zhurnal.timetable.queries.bells import Bells

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

Span = tuple[int, int]  # minutes of the day


class CourseFacts(NamedTuple):
    """What decides when the lessons of a course are, and whose they are."""

    subject_id: int
    grade: int
    shift: int
    classes: frozenset[int]


class Held(NamedTuple):
    """A lesson that is held: not cancelled, by whoever holds it on that day."""

    lesson_id: int
    course_id: int
    date: dt.date
    span: Span
    teachers: frozenset[int]


class Busy:
    """What is held in a school on some days. Four queries, whatever the number of days."""

    def __init__(self, school_id: int, first: dt.date, last: dt.date) -> None:
        self._bells = Bells(school_id)
        self.courses = _courses(school_id, first, last)
        self._teachings = _teachings(school_id, first, last)
        self._held: dict[dt.date, list[Held]] = defaultdict(list)
        held = Lesson.objects.filter(
            course__year__school=school_id, date__gte=first, date__lte=last, cancellation__lesson=None
        )
        for pk, course, day, number, substitute in held.values_list(
            "pk", "course_id", "date", "number", "substitution__teacher"
        ):
            who = frozenset((substitute,)) if substitute else self.teachers_of(course, day)
            self._held[day].append(Held(pk, course, day, self.span(course, day, number), who))

    def span(self, course_id: int, day: dt.date, number: int) -> Span:
        """When a lesson of a course is, in minutes of the day."""
        facts = self.courses[course_id]
        return self._bells.span(facts.grade, facts.shift, day, number)

    def teachers_of(self, course_id: int, day: dt.date) -> frozenset[int]:
        """Who holds the course on a day, whoever holds a single lesson."""
        return frozenset(
            who
            for who, since, until in self._teachings.get(course_id, ())
            if since <= day and (until is None or day <= until)
        )

    def teachers_of_subject(self, subject_id: int) -> frozenset[int]:
        """Who teaches the subject to any class."""
        return frozenset(
            who
            for course, rows in self._teachings.items()
            if self.courses[course].subject_id == subject_id
            for who, _since, _until in rows
        )

    def at(self, day: dt.date, span: Span, apart_from: int | None = None) -> list[Held]:
        """What is held on a day while `span` lasts; the lesson `apart_from` is left out."""
        return [
            one
            for one in self._held.get(day, ())
            if one.lesson_id != apart_from and one.span[0] < span[1] and span[0] < one.span[1]
        ]


def meeting_pupils(busy: Busy, course_id: int, day: dt.date, others: Collection[Held]) -> list[Held]:
    """Those of the lessons in which pupils of the course would have to be as well. At most one query."""
    classes = busy.courses[course_id].classes
    near = [one for one in others if not classes.isdisjoint(busy.courses[one.course_id].classes)]
    if not near:
        return []
    members = defaultdict(set)
    wanted = {course_id, *(one.course_id for one in near)}
    there = CourseMembership.objects.filter(holds_on(day), course__in=wanted)
    for course, pupil in there.values_list("course_id", "pupil_id"):
        members[course].add(pupil)
    return [one for one in near if not members[course_id].isdisjoint(members[one.course_id])]


def _courses(school_id: int, first: dt.date, last: dt.date) -> dict[int, CourseFacts]:
    found: dict[int, CourseFacts] = {}
    rows = Course.objects.filter(
        year__school=school_id, year__starts__lte=last, year__ends__gte=first
    ).order_by("pk", "group__classes__grade", "group__classes__pk")
    for pk, subject, *of_class in rows.values_list(
        "pk", "subject_id", "school_class_id", "school_class__grade", "school_class__shift",
        "group__classes__pk", "group__classes__grade", "group__classes__shift",
    ):  # fmt: skip
        own, of_group = of_class[:3], of_class[3:]
        school_class, grade, shift = own if own[0] is not None else of_group
        known = found.get(pk, CourseFacts(subject, grade or 0, shift or 1, frozenset()))
        found[pk] = known._replace(classes=known.classes | ({school_class} if school_class else set()))
    return found


def _teachings(
    school_id: int, first: dt.date, last: dt.date
) -> dict[int, list[tuple[int, dt.date, dt.date | None]]]:
    found: dict[int, list[tuple[int, dt.date, dt.date | None]]] = defaultdict(list)
    rows = Teaching.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=first), valid_from__lte=last, course__year__school=school_id,
        course__year__starts__lte=last, course__year__ends__gte=first,
    )  # fmt: skip
    for course, who, since, until in rows.values_list("course_id", "teacher_id", "valid_from", "valid_to"):
        found[course].append((who, since, until))
    return found
