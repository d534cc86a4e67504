"""What a class has to do for a day, and whether a day is one for which homework is set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from zhurnal.calc.calendar import school_weekdays
from zhurnal.calc.homework_norms import Free, Task, free_between, load, norm
from zhurnal.journal.models import Homework, HomeworkFile
from zhurnal.journal.queries.class_controls import courses_of_class, courses_of_group
from zhurnal.school.models import DayOff, SchoolClass
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.school.models import Course


class DayTask(NamedTuple):
    """Homework of one subject for a day."""

    subject: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class DayLoad:
    """Homework that the classes of a course have for a day, in minutes; `untimed`: tasks that do not say."""

    date: dt.date
    minutes: int
    untimed: int
    norm: int
    tasks: list[DayTask]

    @property
    def is_too_much(self) -> bool:
        """Whether what is timed takes longer than the norm of the grade."""
        return self.minutes > self.norm


def day_load(course: Course, day: dt.date, apart_from: int | None = None) -> DayLoad:
    """What is set for a day, but for what the lesson `apart_from` sets. One query."""
    if course.school_class_id is not None:
        rows = _due_in_class(day=day, school_class=course.school_class_id)
    else:
        rows = _due_in_group(day=day, group=course.group_id)
    found = [
        (Task(subject, one, minutes), name)
        for subject, one, minutes, name, lesson in rows
        if lesson != apart_from
    ]
    total = load(task for task, _name in found)
    tasks = [DayTask(name, task.minutes) for task, name in found]
    return DayLoad(day, total.minutes, total.untimed, norm(course.grade), tasks)


@prepared(day=dt.date, school_class=int)
def _due_in_class(day: dt.date, school_class: int) -> QuerySet[Any, Any]:
    return _due(day, courses_of_class(school_class))


@prepared(day=dt.date, group=int)
def _due_in_group(day: dt.date, group: int) -> QuerySet[Any, Any]:
    return _due(day, courses_of_group(group))


def _due(day: dt.date, courses: QuerySet[Course]) -> QuerySet[Any, Any]:
    due = Q(due_lesson__date=day) | Q(due_lesson=None, due_date=day)
    rows = Homework.objects.filter(due, lesson__course__in=courses.order_by().values("pk"), text__gt="")
    subject = "lesson__course__subject"
    return rows.order_by(f"{subject}__position", "lesson__course", "pk").values_list(
        subject, "lesson__course", "minutes", f"{subject}__name", "lesson"
    )


def set_over_free_days(course: Course, set_on: dt.date, due: dt.date) -> Free | None:
    """Which free days homework is set over against the norms; None where it may be. At most two queries."""
    if (due - set_on).days <= 1:
        return None
    off = DayOff.objects.filter(
        year=course.year_id, starts__lt=due, ends__gt=set_on, first_grade__lte=course.grade,
        last_grade__gte=course.grade,
    )  # fmt: skip
    days_off = list(off)
    weekdays = school_weekdays(_days_a_week(course))

    def why_free(day: dt.date) -> Free | None:
        kinds = {one.kind for one in days_off if one.starts <= day <= one.ends}
        if DayOff.Kind.HOLIDAYS in kinds:
            return Free.HOLIDAYS
        return Free.WEEKEND if kinds or day.isoweekday() not in weekdays else None

    return free_between(course.grade, set_on, due, why_free)


def _days_a_week(course: Course) -> int:
    if course.school_class is not None:
        return course.school_class.days_a_week
    # Of a stream the class with the longest week: what is free for all of them is free.
    found = SchoolClass.objects.filter(groups=course.group_id).order_by("-days_a_week")
    return found.values_list("days_a_week", flat=True)[0]


def files_of(lesson_id: int) -> list[HomeworkFile]:
    """The files that go with the homework of a lesson, in the order in which they came. One query."""
    rows = HomeworkFile.objects.filter(homework__lesson=lesson_id, withdrawn_at=None)
    return list(rows.order_by("added_at", "pk"))
