"""The lessons of a school on some days, with everything that was changed about them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from zhurnal.calc.collation import class_key
from zhurnal.school.models import Teaching
from zhurnal.timetable.models import Lesson, LessonMove
from zhurnal.timetable.queries.bells import Bells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.school.models import SchoolClass

Place = tuple[dt.date, int]


class Teacher(NamedTuple):
    """Who holds a lesson."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class DayLesson:
    """A lesson. `classes` are those whose pupils it has; `teachers` hold the course, whoever holds the lesson.

    `cancelled`, `added`: the reasons, None where it is neither; `moved_from`: where it stood before.
    """

    lesson_id: int
    course_id: int
    date: dt.date
    number: int
    starts: dt.time | None
    room: str
    subject: str
    audience: str
    classes: tuple[tuple[int, str], ...]
    teachers: tuple[Teacher, ...]
    substitute: Teacher | None
    substituted_why: str
    cancelled: str | None
    moved_from: Place | None
    moved_why: str
    added: str | None

    @property
    def holders(self) -> tuple[Teacher, ...]:
        """Who holds it, or would."""
        return (self.substitute,) if self.substitute else self.teachers

    @property
    def is_changed(self) -> bool:
        """Whether it is otherwise than the timetable says."""
        return bool(self.substitute or self.moved_from) or (self.cancelled, self.added) != (None, None)


def lessons_of_day(school_id: int, day: dt.date) -> list[DayLesson]:
    """The lessons of a school on a day by number. Five queries."""
    return _read(_of_school(school_id).filter(date=day), school_id)


def lessons_of_teacher(school_id: int, teacher: int, first: dt.date, last: dt.date) -> list[DayLesson]:
    """What a teacher would hold from `first` to `last`, own lessons and those of others, by their hours.

    Own lessons that another one holds are among them. Five queries.
    """
    own = Teaching.objects.filter(teacher=teacher, course__year__school=school_id)
    courses = own.filter(Q(valid_to=None) | Q(valid_to__gte=first), valid_from__lte=last).values("course")
    lessons = _of_school(school_id).filter(
        Q(course__in=courses) | Q(substitution__teacher=teacher), date__gte=first, date__lte=last
    )
    found = [
        one
        for one in _read(lessons, school_id)
        if teacher in {who.person_id for who in (*one.teachers, *one.holders)}
    ]
    return sorted(found, key=lambda one: (one.date, one.starts or dt.time.max, one.number, one.lesson_id))


def lesson_of_day(lesson: Lesson) -> DayLesson:
    """One lesson. Five queries."""
    school_id = lesson.course.year.school_id
    (found,) = _read(_of_school(school_id).filter(pk=lesson.pk), school_id)
    return found


def moved_away(school_id: int, day: dt.date) -> list[DayLesson]:
    """Lessons that were to be held on `day` and are held on another one. Six queries; one where there are none."""
    left = LessonMove.objects.filter(from_date=day, lesson__course__year__school=school_id)
    ids = list(left.exclude(lesson__date=day).values_list("lesson_id", flat=True))
    return _read(_of_school(school_id).filter(pk__in=ids), school_id) if ids else []


def _of_school(school_id: int) -> QuerySet[Lesson]:
    return Lesson.objects.filter(course__year__school=school_id)


def _read(lessons: QuerySet[Lesson], school_id: int) -> list[DayLesson]:
    found = list(
        lessons.select_related(
            "course__subject", "course__school_class", "course__group", "cancellation", "addition",
            "substitution__teacher",
        )
        .prefetch_related("course__group__classes")
        .order_by("date", "number", "course__subject__position", "course__subject__name", "pk")
    )  # fmt: skip
    bells = Bells(school_id)
    teachers, moves = _teachers(found), _last_moves(found)
    return [_day_lesson(one, teachers, moves.get(one.pk), bells) for one in found]


def _teachers(lessons: Sequence[Lesson]) -> dict[int, list[Teaching]]:
    rows = Teaching.objects.filter(course__in={one.course_id for one in lessons}).select_related("teacher")
    found: dict[int, list[Teaching]] = defaultdict(list)
    for row in rows.order_by("teacher__sort_key", "teacher"):
        found[row.course_id].append(row)
    return found


def _last_moves(lessons: Sequence[Lesson]) -> dict[int, LessonMove]:
    moves = LessonMove.objects.filter(lesson__in=[one.pk for one in lessons]).order_by("pk")
    return {move.lesson_id: move for move in moves}


def _day_lesson(
    lesson: Lesson, teachers: dict[int, list[Teaching]], move: LessonMove | None, bells: Bells
) -> DayLesson:
    course, substitution = lesson.course, getattr(lesson, "substitution", None)
    classes = _classes(lesson)
    first = classes[0] if classes else None
    return DayLesson(
        lesson_id=lesson.pk, course_id=course.pk, date=lesson.date, number=lesson.number,
        starts=bells.rings(first.grade, first.shift, lesson.date, lesson.number) if first else None,
        room=lesson.room, subject=course.subject.name, audience=course.audience,
        classes=tuple((one.pk, one.name) for one in classes),
        teachers=tuple(
            Teacher(row.teacher_id, row.teacher.short_name)
            for row in teachers.get(course.pk, ())
            if row.holds_on(lesson.date)
        ),
        substitute=Teacher(substitution.teacher_id, substitution.teacher.short_name) if substitution else None,
        substituted_why=substitution.reason if substitution else "",
        cancelled=lesson.cancellation.reason if hasattr(lesson, "cancellation") else None,
        moved_from=(move.from_date, move.from_number) if move else None,
        moved_why=move.reason if move else "",
        added=lesson.addition.reason if hasattr(lesson, "addition") else None,
    )  # fmt: skip


def _classes(lesson: Lesson) -> list[SchoolClass]:
    course = lesson.course
    if course.school_class is not None:
        return [course.school_class]
    classes: Iterable[SchoolClass] = course.group.classes.all() if course.group is not None else ()
    return sorted(classes, key=lambda one: class_key(one.name))
