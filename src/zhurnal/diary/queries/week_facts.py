"""The rows from which a week of the diary is put together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, When
from django.utils.translation import gettext as _

from zhurnal.diary.queries.lessons import MARK_OF_LESSON, Earned, lessons_of, with_own_signs
from zhurnal.journal.models import HomeworkFile
from zhurnal.journal.queries.periods import policy_around
from zhurnal.journal.queries.rules import rules_for
from zhurnal.messaging.queries import short_name
from zhurnal.people.prepared import prepared
from zhurnal.school.models import ClassTeacher
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TaskFile(NamedTuple):
    """A file that goes with homework."""

    pk: int
    name: str


class Task(NamedTuple):
    """Homework: what to do, when it was set, how many minutes it should take, of which subject."""

    text: str
    set_on: dt.date
    minutes: int | None
    subject: str
    files: tuple[TaskFile, ...] = ()


@dataclass(slots=True)
class LessonView(Earned):
    """One row of a day."""

    date: dt.date
    number: int
    year_id: int
    subject: str
    room: str
    topic: str
    cancelled: str | None
    substitute: str
    teachers: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    @property
    def place(self) -> str:
        """«кабинет 214»; a place with a name of its own, as «спортзал», needs no word before it."""
        return _("кабинет %(room)s") % {"room": self.room} if self.room[:1].isdigit() else self.room


_NAME = ("surname", "given_name", "patronymic")


def lessons_between(pupil: int, starts: dt.date, ends: dt.date) -> dict[int, LessonView]:
    """The pupil's lessons with all that stands in their rows but homework. One query."""
    found: dict[int, LessonView] = {}
    seen: set[int] = set()
    for row in _lessons(pupil=pupil, starts=starts, ends=ends):
        pk, lesson_row, teacher, rules, mark_pk, mark = (
            row[0], row[1:13], row[13:16], row[16:20], row[20], row[21:]
        )  # fmt: skip
        lesson = found.get(pk) or found.setdefault(pk, _lesson(lesson_row))
        # A lesson comes once for each column and each teacher of the course.
        if teacher[0] and (name := short_name(*teacher)) not in lesson.teachers:
            lesson.teachers.append(name)
        if mark_pk and mark_pk not in seen:
            seen.add(mark_pk)
            lesson.take(mark, lesson.date, rules_for(*rules))
    return found


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _lessons(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    teaching = "course__teachings__"
    still = Q(**{f"{teaching}valid_to": None}) | Q(**{f"{teaching}valid_to__gte": F("date")})
    holds = Q(**{f"{teaching}valid_from__lte": F("date")}) & still
    lessons = with_own_signs(lessons_of(pupil, starts, ends), pupil).annotate(
        held=FilteredRelation("course__teachings", condition=holds)
    )
    return lessons.order_by("date", "number", "pk", "works__position", "held__pk").values_list(
        "pk", "date", "number", "course__year_id", "course__subject__name", "room", "topic__text",
        "own__code", "own__minutes",
        "cancellation__reason", *(f"substitution__teacher__{name}" for name in _NAME),
        *(f"held__teacher__{name}" for name in _NAME),
        # Asked for marks only: most rows of a week have none.
        Case(When(mark__pk__isnull=False, then=policy_around()), default=None),
        "course__grade", "course__subject__name", "course__subject__scale",
        "mark__pk", *MARK_OF_LESSON,
    )  # fmt: skip


def _lesson(row: tuple[Any, ...]) -> LessonView:
    date, number, year, subject, room, topic, code, minutes, cancelled, *substitute = row
    name = short_name(*substitute) if substitute[0] else ""
    return LessonView(
        date, number, year, subject, room, topic or "", cancelled, name, absence=code or "", minutes=minutes
    )


def add_homework(
    pupil: int, lessons: dict[int, LessonView], starts: dt.date, ends: dt.date
) -> dict[dt.date, list[Task]]:
    """Put what is due into the rows; return, by day, what has no row to stand in.

    One query, one more where files go with any of it.
    """
    by_place = {(lesson.date, lesson.subject): lesson for lesson in lessons.values()}
    without_row: dict[dt.date, list[Task]] = defaultdict(list)
    rows = _homework(pupil=pupil, starts=starts, ends=ends, set_since=starts - _LONGEST_TASK)
    files = _files_of([homework for *_row, homework, has_files in rows if has_files])
    for row in sorted(rows, key=lambda row: row[2:4][::-1]):
        due_lesson, due_date, text, set_on, minutes, subject, homework, _marked = row
        task = Task(text, set_on, minutes, subject, files.get(homework, ()))
        place = lessons.get(due_lesson) if due_lesson else by_place.get((due_date, task.subject))
        (without_row[due_date].append if place is None else place.tasks.append)(task)
    return without_row


# Homework is set for a lesson that comes soon; what is due on a mere date may have been set before holidays.
_LONGEST_TASK = dt.timedelta(weeks=5)


@prepared(pupil=int, starts=dt.date, ends=dt.date, set_since=dt.date)
def _homework(pupil: int, starts: dt.date, ends: dt.date, set_since: dt.date) -> QuerySet[Any, Any]:
    """What is due in the lessons of the span, and what is due on its days without naming a lesson."""
    set_in = "due_homework__lesson__"
    for_lesson = lessons_of(pupil, starts, ends).filter(due_homework__text__gt="").values_list(
        "pk", "date", "due_homework__text", f"{set_in}date", "due_homework__minutes",
        "course__subject__name", "due_homework__pk", _has_files("due_homework__pk"),
    )  # fmt: skip
    by_day = lessons_of(pupil, set_since, ends).filter(
        homework__text__gt="", homework__due_lesson=None,
        homework__due_date__gte=starts, homework__due_date__lte=ends,
    )  # fmt: skip
    no_lesson = by_day.values_list(
        "homework__due_lesson_id", "homework__due_date", "homework__text", "date", "homework__minutes",
        "course__subject__name", "homework__pk", _has_files("homework__pk"),
    )  # fmt: skip
    return for_lesson.union(no_lesson, all=True)


def _has_files(homework: str) -> Exists:
    return Exists(HomeworkFile.objects.filter(homework=OuterRef(homework), withdrawn_at=None))


def _files_of(homework: list[int]) -> dict[int, tuple[TaskFile, ...]]:
    """The files of some homework, in the order in which they came. One query; none where there are none."""
    found: dict[int, tuple[TaskFile, ...]] = {}
    if homework:
        rows = HomeworkFile.objects.filter(homework__in=homework, withdrawn_at=None)
        for of, pk, name in rows.order_by("added_at", "pk").values_list("homework_id", "pk", "name"):
            found[of] = (*found.get(of, ()), TaskFile(pk, name))
    return found


def class_teachers(school_class: int, day: dt.date) -> list[str]:
    """Who answers for the class on `day`. One query."""
    return [short_name(*name) for name in _class_teachers(school_class=school_class, day=day)]


@prepared(school_class=int, day=dt.date)
def _class_teachers(school_class: int, day: dt.date) -> QuerySet[Any, Any]:
    rows = ClassTeacher.objects.filter(holds_on(day), school_class=school_class)
    return rows.values_list(*(f"teacher__{name}" for name in _NAME))
