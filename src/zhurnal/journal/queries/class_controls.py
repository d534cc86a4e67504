"""Planned and written control works of some courses, and the days on which there are too many.

No more than one a day for a pupil, and no more than a tenth of a subject's lessons: order № 704 of 9 October 2024
(domain.md §3.2).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from zhurnal.journal.models import Work
from zhurnal.school.models import Course
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

LARGEST_SHARE = 10  # of so many lessons one


class ControlWork(NamedTuple):
    """A column of a control work, with its lesson and course."""

    work_id: int
    lesson_id: int
    course_id: int
    subject_id: int
    date: dt.date
    number: int
    subject: str
    audience: str
    kind: str
    title: str


def control_works(courses: QuerySet[Course], first: dt.date, last: dt.date) -> list[ControlWork]:
    """The control works of the courses from `first` to `last`, by date and number of the lesson. One query.

    Lessons that are cancelled have none. Whose courses they are decides who is asked about: those of a class,
    of a pupil, of a teacher.
    """
    works = Work.objects.filter(
        lesson__course__in=courses, lesson__date__range=(first, last), lesson__cancellation__lesson=None,
        kind__is_control=True, withdrawn_at=None,
    )  # fmt: skip
    in_order = works.order_by("lesson__date", "lesson__number", "lesson", "position")
    names = ("subject", "school_class", "group")
    return [
        _control(work)
        for work in in_order.select_related("kind", *(f"lesson__course__{name}" for name in names))
    ]


def courses_of_class(class_id: int) -> QuerySet[Course]:
    """What is taught to a class: as a whole, in subgroups, in streams."""
    return Course.objects.filter(Q(school_class=class_id) | Q(group__classes=class_id)).distinct()


def courses_of_group(group_id: int) -> QuerySet[Course]:
    """What is taught to the classes of a group."""
    return Course.objects.filter(
        Q(school_class__groups=group_id) | Q(group__classes__groups=group_id)
    ).distinct()


def courses_beside(course: Course) -> QuerySet[Course]:
    """The courses of the classes to which `course` is taught, itself among them."""
    if course.school_class_id is not None:
        return courses_of_class(course.school_class_id)
    return courses_of_group(course.group_id or 0)


def crowded_days(works: Iterable[ControlWork]) -> set[dt.date]:
    """The days on which the same pupils may have to write two control works.

    Groups of one subject share no pupils; two columns of one subject are parts of one work.
    """
    by_day: dict[dt.date, list[ControlWork]] = defaultdict(list)
    for work in works:
        by_day[work.date].append(work)
    return {
        day
        for day, found in by_day.items()
        if any(one.subject_id != other.subject_id for one, other in combinations(found, 2))
    }


class ControlShare(NamedTuple):
    """How many of a course's lessons of the year are control works."""

    controls: int
    lessons: int

    @property
    def is_too_large(self) -> bool:
        """Whether they are more than a tenth."""
        return self.controls * LARGEST_SHARE > self.lessons


def control_share(course: Course) -> ControlShare:
    """Lessons of the year that are held or to come, and those with a control work. One query."""
    control = Q(works__kind__is_control=True, works__withdrawn_at=None)
    counted = Lesson.objects.filter(course=course, cancellation__lesson=None).aggregate(
        controls=Count("pk", filter=control, distinct=True), lessons=Count("pk", distinct=True)
    )
    return ControlShare(counted["controls"], counted["lessons"])


def _control(work: Work) -> ControlWork:
    lesson, course = work.lesson, work.lesson.course
    return ControlWork(
        work.pk, lesson.pk, course.pk, course.subject_id, lesson.date, lesson.number,
        course.subject.name, course.audience, work.kind.name, work.title,
    )  # fmt: skip
