"""Days on which a class has too much: homework over the norm of its grade, or more than one control work.

Order № 704 of 9 October 2024 (domain.md §3.2); the sums are those that a teacher sees when setting homework.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from zhurnal.calc.homework_norms import Task, load, norm
from zhurnal.journal.models import Homework
from zhurnal.journal.queries.class_controls import control_works, crowded_days
from zhurnal.school.models import Course, SchoolClass, StudyGroup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zhurnal.journal.queries.class_controls import ControlWork
    from zhurnal.school.models import School


class Given(NamedTuple):
    """A task or a control work, and the lesson on whose page it stands."""

    text: str
    lesson_id: int


class HeavyDay(NamedTuple):
    """A day of a class; `untimed`: tasks that do not say how long they take."""

    school_class: SchoolClass
    date: dt.date
    minutes: int
    norm: int
    untimed: int
    tasks: list[Given]
    controls: list[Given]

    @property
    def is_too_long(self) -> bool:
        """Whether the homework takes longer than the norm."""
        return self.minutes > self.norm


class _Due(NamedTuple):
    task: Task
    subject: str
    lesson_id: int

    @property
    def given(self) -> Given:
        """«Алгебра 40»: the subject, and the minutes where they are told."""
        text = f"{self.subject} {self.task.minutes}" if self.task.minutes else self.subject
        return Given(text, self.lesson_id)


def heavy_days(school: School, first: dt.date, last: dt.date) -> list[HeavyDay]:
    """The days of all classes from `first` to `last` that hold too much, class by class. Five queries."""
    running = {"year__school": school, "year__starts__lte": last, "year__ends__gte": first}
    classes = SchoolClass.objects.filter(**running).order_by("grade", "letter")
    courses = Course.objects.filter(**running)
    of_course = _classes_of(courses)
    due = _due(courses, first, last, of_course)
    works: dict[int, list[ControlWork]] = defaultdict(list)
    for work in control_works(courses, first, last):
        for school_class in of_course.get(work.course_id, ()):
            works[school_class].append(work)
    found = []
    for one in classes:
        crowded = set(crowded_days(works[one.pk]))
        days = {date for school_class, date in due if school_class == one.pk} | crowded
        rows = (_day(one, date, due.get((one.pk, date), []), works[one.pk], crowded) for date in sorted(days))
        found += [row for row in rows if row.is_too_long or row.controls]
    return found


def _day(
    school_class: SchoolClass, date: dt.date, due: Iterable[_Due], works: Iterable[ControlWork],
    crowded: set[dt.date],
) -> HeavyDay:  # fmt: skip
    told = list(due)
    total = load(one.task for one in told)
    return HeavyDay(
        school_class, date, total.minutes, norm(school_class.grade), total.untimed,
        [one.given for one in told],
        [Given(work.subject, work.lesson_id) for work in works if work.date == date and date in crowded],
    )  # fmt: skip


def _classes_of(courses: Iterable[Course]) -> dict[int, list[int]]:
    """The classes of each course: its own, else those of its stream. Two queries."""
    streams = defaultdict(list)
    for group, school_class in StudyGroup.classes.through.objects.values_list(
        "studygroup_id", "schoolclass_id"
    ):
        streams[group].append(school_class)
    return {
        one.pk: [one.school_class_id] if one.school_class_id else streams[one.group_id or 0]
        for one in courses
    }


def _due(
    courses: Iterable[Course], first: dt.date, last: dt.date, of_course: dict[int, list[int]]
) -> dict[tuple[int, dt.date], list[_Due]]:
    """What is due in each class on each day. One query."""
    rows = Homework.objects.filter(
        Q(due_lesson__date__range=(first, last)) | Q(due_lesson=None, due_date__range=(first, last)),
        lesson__course__in=courses, text__gt="",
    )  # fmt: skip
    subject = "lesson__course__subject"
    told = rows.annotate(day=Coalesce("due_lesson__date", "due_date")).order_by(f"{subject}__position", "pk")
    found: dict[tuple[int, dt.date], list[_Due]] = defaultdict(list)
    for number, course, minutes, name, lesson, day in told.values_list(
        subject, "lesson__course", "minutes", f"{subject}__name", "lesson", "day"
    ):
        for school_class in of_course.get(course, ()):
            found[school_class, day].append(_Due(Task(number, course, minutes), name, lesson))
    return found
