"""The rows from which a week of the diary is put together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from zhurnal.calc.homework_norms import came_late
from zhurnal.diary.queries.lessons import MARK_OF_LESSON, Earned, lessons_of, with_own_signs
from zhurnal.family.models import HomeworkTick
from zhurnal.journal.models import HomeworkFile
from zhurnal.journal.queries.periods import policy_around
from zhurnal.journal.queries.rules import rules_for
from zhurnal.people.models import short_name
from zhurnal.statements.prepared import prepared
from zhurnal.timetable.models import LessonMove
from zhurnal.ui.words import clock, day, stamp

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame


class TaskFile(NamedTuple):
    """A file that goes with homework."""

    pk: int
    name: str


class Task(NamedTuple):
    """Homework: what to do, when it was set, how many minutes it should take, of which subject.

    `late`: «добавлено 21:40», where it came on the evening of its lesson or later. `done`: ticked by the pupil.
    """

    text: str
    set_on: dt.date
    minutes: int | None
    subject: str
    files: tuple[TaskFile, ...] = ()
    pk: int = 0
    late: str = ""
    done: bool = False


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
    moved: str = ""
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
            row[0], row[1:15], row[15:18], row[18:22], row[22], row[23:]
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
    last_move = LessonMove.objects.filter(lesson=OuterRef("pk")).order_by("-pk")
    return lessons.order_by("date", "number", "pk", "works__position", "held__pk").values_list(
        "pk", "date", "number", "course__year_id", "course__subject__name", "room", "topic__text",
        "own__code", "own__minutes",
        Subquery(last_move.values("from_date")[:1]), Subquery(last_move.values("from_number")[:1]),
        "cancellation__reason", *(f"substitution__teacher__{name}" for name in _NAME),
        *(f"held__teacher__{name}" for name in _NAME),
        # Asked for marks only: most rows of a week have none.
        Case(When(mark__pk__isnull=False, then=policy_around()), default=None),
        "course__grade", "course__subject__name", "course__subject__scale",
        "mark__pk", *MARK_OF_LESSON,
    )  # fmt: skip


def _lesson(row: tuple[Any, ...]) -> LessonView:
    date, number, year, subject, room, topic, code, minutes, *move, cancelled, surname, given, patronymic = (
        row
    )
    name = short_name(surname, given, patronymic) if surname else ""
    return LessonView(
        date, number, year, subject, room, topic or "", cancelled, name, _moved(date, *move),
        absence=code or "", minutes=minutes,
    )  # fmt: skip


def _moved(date: dt.date, from_date: dt.date | None, from_number: int | None) -> str:
    """«перенесён с 6 марта, 2-й урок»; of the same day only the number."""
    if from_date is None:
        return ""
    if from_date == date:
        return _("перенесён, был %(number)s-м уроком") % {"number": from_number}
    return _("перенесён с %(day)s, %(number)s-й урок") % {"day": day(from_date), "number": from_number}


def add_homework(
    frame: Frame, lessons: dict[int, LessonView], starts: dt.date, ends: dt.date
) -> dict[dt.date, list[Task]]:
    """Put what is due into the rows; return, by day, what has no row to stand in.

    One query, one more where files go with any of it. What the pupil has ticked only the family reads.
    """
    pupil, zone = frame.pupil.pk, ZoneInfo(frame.school.time_zone)
    by_place = {(lesson.date, lesson.subject): lesson for lesson in lessons.values()}
    without_row: dict[dt.date, list[Task]] = defaultdict(list)
    rows = _homework(
        pupil=pupil, starts=starts, ends=ends, set_since=starts - _LONGEST_TASK,
        reader=pupil if frame.is_family else _NOBODY,
    )  # fmt: skip
    files = _files_of([row[6] for row in rows if row[7]])
    for row in sorted(rows, key=lambda row: row[2:4][::-1]):
        due_lesson, due_date, text, set_on, minutes, subject, homework, _marked, set_at, version, done = row
        late = _late(set_on, frame.on_or_before(set_on).school_class.shift, set_at.astimezone(zone), version)
        task = Task(text, set_on, minutes, subject, files.get(homework, ()), homework, late, bool(done))
        place = lessons.get(due_lesson) if due_lesson else by_place.get((due_date, task.subject))
        (without_row[due_date].append if place is None else place.tasks.append)(task)
    return without_row


# No pupil has this number.
_NOBODY = -1
# Homework is set for a lesson that comes soon; what is due on a mere date may have been set before holidays.
_LONGEST_TASK = dt.timedelta(weeks=5)


def _late(set_on: dt.date, shift: int, at: dt.datetime, version: int) -> str:
    if not came_late(set_on, shift, at):
        return ""
    word = _("добавлено") if version == 1 else _("изменено")
    return f"{word} {clock(at) if at.date() == set_on else stamp(at)}"


@prepared(pupil=int, starts=dt.date, ends=dt.date, set_since=dt.date, reader=int)
def _homework(
    pupil: int, starts: dt.date, ends: dt.date, set_since: dt.date, reader: int
) -> QuerySet[Any, Any]:
    """What is due in the lessons of the span, and what is due on its days without naming a lesson."""
    set_in = "due_homework__lesson__"
    for_lesson = lessons_of(pupil, starts, ends).filter(due_homework__text__gt="").values_list(
        "pk", "date", "due_homework__text", f"{set_in}date", "due_homework__minutes",
        "course__subject__name", "due_homework__pk", _has_files("due_homework__pk"), "due_homework__set_at",
        "due_homework__version", _ticked("due_homework__pk", reader),
    )  # fmt: skip
    by_day = lessons_of(pupil, set_since, ends).filter(
        homework__text__gt="", homework__due_lesson=None,
        homework__due_date__gte=starts, homework__due_date__lte=ends,
    )  # fmt: skip
    no_lesson = by_day.values_list(
        "homework__due_lesson_id", "homework__due_date", "homework__text", "date", "homework__minutes",
        "course__subject__name", "homework__pk", _has_files("homework__pk"), "homework__set_at",
        "homework__version", _ticked("homework__pk", reader),
    )  # fmt: skip
    return for_lesson.union(no_lesson, all=True)


def _has_files(homework: str) -> Exists:
    return Exists(HomeworkFile.objects.filter(homework=OuterRef(homework), withdrawn_at=None))


def _ticked(homework: str, pupil: int) -> Exists:
    return Exists(HomeworkTick.objects.filter(homework=OuterRef(homework), pupil=pupil))


def _files_of(homework: list[int]) -> dict[int, tuple[TaskFile, ...]]:
    """The files of some homework, in the order in which they came. One query; none where there are none."""
    found: dict[int, tuple[TaskFile, ...]] = {}
    if homework:
        rows = HomeworkFile.objects.filter(homework__in=homework, withdrawn_at=None)
        for of, pk, name in rows.order_by("added_at", "pk").values_list("homework_id", "pk", "name"):
            found[of] = (*found.get(of, ()), TaskFile(pk, name))
    return found
