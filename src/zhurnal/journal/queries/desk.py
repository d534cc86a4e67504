"""The teacher's desk: today's lessons and the own courses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, FilteredRelation, Max, Q

from zhurnal.calc.collation import class_key
from zhurnal.calc.grading.scale import BEHAVIOUR
from zhurnal.journal.queries.lengths import rounded
from zhurnal.school.models import StudyPeriod
from zhurnal.school.models.validity import holds_on
from zhurnal.school.policies import courses_writable_by, taught_by
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import Bell, Lesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from zhurnal.school.models import Course

_BEHAVIOUR = frozenset(scale.code for scale in BEHAVIOUR)
Bells = dict[tuple[int, int, int, int], tuple[dt.time, dt.time]]  # by school, shift, grade, number


@dataclass(frozen=True, slots=True)
class DeskLesson:
    """A lesson of today. `substitute`: who holds it instead; `substituting`: held for somebody else."""

    lesson_id: int
    course_id: int
    number: int
    starts: dt.time | None
    ends: dt.time | None
    room: str
    subject: str
    audience: str
    cancelled: str  # the reason
    substitute: str  # «Петрова И. И.»
    substituting: bool
    attendance_taken: bool
    has_topic: bool
    has_homework: bool


@dataclass(frozen=True, slots=True)
class DeskCourse:
    """An own course. `unfilled`: lessons of the running period, held up to today, that have no topic.

    `without_lessons`: behaviour, which has marks for periods and the year only.
    """

    course_id: int
    subject: str
    audience: str
    period_id: int | None
    period_name: str
    last_filled: dt.date | None
    unfilled: int
    without_lessons: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a teacher finds in the morning."""

    lessons: list[DeskLesson]
    courses: list[DeskCourse]


def desk(person_id: int, day: dt.date) -> Desk:
    """Read the desk of a teacher on `day`. Five queries."""
    lessons = _lessons(person=person_id, day=day)
    bells = _bells({lesson.course.year.school_id for lesson in lessons}, day)
    return Desk(
        sorted((_desk_lesson(lesson, person_id, bells) for lesson in lessons), key=_hour),
        _desk_courses(_courses(person=person_id, day=day), person_id, day),
    )


@prepared(person=int, day=dt.date)
def _lessons(person: int, day: dt.date) -> QuerySet[Lesson]:
    mine = Q(taught_by(person, day, course="course")) | Q(substitution__teacher=person)
    return Lesson.objects.filter(mine, date=day).select_related(
        "course__year", "course__subject", "course__school_class", "course__group", "topic", "homework",
        "attendance_taken", "cancellation", "substitution__teacher",
    )  # fmt: skip


@prepared(person=int, day=dt.date)
def _courses(person: int, day: dt.date) -> QuerySet[Course]:
    return courses_writable_by(person, day).select_related("subject", "school_class", "group")


def _bells(schools: set[int], day: dt.date) -> Bells:
    """The bells of the schools by everything on which they depend; of two schedules the later one rings."""
    return {
        (school, shift, grade, number): (starts, ends)
        for school, shift, first, last, number, starts, ends in _ringing(schools=schools, day=day)
        for grade in range(first, last + 1)
    }


@prepared(schools=list[int], day=dt.date)
def _ringing(schools: list[int], day: dt.date) -> QuerySet[Any, Any]:
    bells = Bell.objects.filter(holds_on(day, "schedule__"), schedule__school__in=schools)
    schedule = (f"schedule__{name}" for name in ("school_id", "shift", "first_grade", "last_grade"))
    return bells.order_by("schedule__valid_from", "schedule").values_list(
        *schedule, "number", "starts", "ends"
    )


def _desk_lesson(lesson: Lesson, person_id: int, bells: Bells) -> DeskLesson:
    course, substitution = lesson.course, getattr(lesson, "substitution", None)
    of_class = course.school_class
    key = (course.year.school_id, of_class.shift, of_class.grade, lesson.number) if of_class else None
    starts, ends = bells.get(key, (None, None)) if key else (None, None)
    substituting = substitution is not None and substitution.teacher_id == person_id
    return DeskLesson(
        lesson_id=lesson.pk, course_id=course.pk, number=lesson.number, starts=starts, ends=ends,
        room=lesson.room, subject=course.subject.name, audience=course.audience,
        cancelled=lesson.cancellation.reason if hasattr(lesson, "cancellation") else "",
        substitute=substitution.teacher.short_name if substitution and not substituting else "",
        substituting=substituting, attendance_taken=hasattr(lesson, "attendance_taken"),
        has_topic=bool(hasattr(lesson, "topic") and lesson.topic.text),
        has_homework=hasattr(lesson, "homework"),
    )  # fmt: skip


def _hour(lesson: DeskLesson) -> tuple[Any, ...]:
    return (lesson.starts is None, lesson.starts, lesson.number, lesson.lesson_id)


def _desk_courses(courses: Sequence[Course], person_id: int, day: dt.date) -> list[DeskCourse]:
    running = _running(years={course.year_id for course in courses}, day=day)
    periods = {(period.year_id, period.kind): period for period in running}
    rows = _filled(courses=rounded(course.pk for course in courses), person=person_id, day=day)
    filled = {course: (last, unfilled) for course, last, unfilled in rows}
    found = [
        _desk_course(
            course, periods.get((course.year_id, course.period_kind)), *filled.get(course.pk, (None, 0))
        )
        for course in courses
    ]
    return sorted(found, key=lambda course: (course.subject, class_key(course.audience), course.course_id))


@prepared(years=list[int], day=dt.date)
def _running(years: list[int], day: dt.date) -> QuerySet[StudyPeriod]:
    return StudyPeriod.objects.filter(year__in=years, starts__lte=day, ends__gte=day)


def _desk_course(
    course: Course, period: StudyPeriod | None, last_filled: dt.date | None, unfilled: int
) -> DeskCourse:
    return DeskCourse(
        course_id=course.pk, subject=course.subject.name, audience=course.audience,
        period_id=period.pk if period else None, period_name=period.name if period else "",
        last_filled=last_filled, unfilled=unfilled, without_lessons=course.subject.scale in _BEHAVIOUR,
    )  # fmt: skip


@prepared(courses=list[int], person=int, day=dt.date)
def _filled(courses: list[int], person: int, day: dt.date) -> QuerySet[Any, Any]:
    """By course: when the last topic stands, and how many lessons of the running period have none."""
    periods = "course__year__periods__"
    is_running = Q(**{f"{periods}kind": F("course__period_kind")}) & Q(
        **{f"{periods}starts__lte": day, f"{periods}ends__gte": day}
    )
    with_topic = Q(topic__isnull=False) & ~Q(topic__text="")
    own = Q(substitution=None) | Q(substitution__teacher=person)
    held = Lesson.objects.filter(own, course__in=courses, date__lte=day, cancellation__lesson=None)
    of_course = held.annotate(period=FilteredRelation("course__year__periods", condition=is_running))
    return of_course.values_list("course_id").annotate(
        last=Max("date", filter=with_topic),
        unfilled=Count("pk", filter=Q(date__gte=F("period__starts")) & ~with_topic),
    )
