"""Writing about a lesson as a whole: topic, homework, attendance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.homework_rules import check_addition, keep_due
from zhurnal.journal.actions.lesson_facts import FoundLesson, find_lesson, next_lesson_on
from zhurnal.journal.actions.plan_facts import planned_topic
from zhurnal.journal.models import AttendanceTaken, Homework, LessonTopic
from zhurnal.journal.rules import (
    RefusedError,
    check_due,
    check_homework,
    check_length,
    check_lesson,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from zhurnal.people.models import User
    from zhurnal.timetable.models import Lesson

LONGEST_TOPIC, LONGEST_HOMEWORK = 500, 2000


@dataclass(frozen=True, slots=True)
class HomeworkText:
    """Homework as typed; `nothing_set`: «без задания» on purpose. Without a day it is for the next lesson."""

    text: str
    seen_version: int
    nothing_set: bool = False
    minutes: int | None = None
    due_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TextSaved:
    """The text stands there now; version 0: nothing was ever said, and still is not."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class TextConflict:
    """Somebody changed the text since the page was shown: both texts, by whom, since when."""

    text: str
    version: int
    typed: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class TextRefused:
    """It may not stand there: a code for programs, a sentence for people, what was typed."""

    code: str
    sentence: str
    typed: str = ""


TextAnswer = TextSaved | TextConflict | TextRefused


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """What became of the two texts; None where none was sent."""

    topic: TextAnswer | None = None
    homework: TextAnswer | None = None


def save_lesson_page(
    *, actor: User, lesson: Lesson, topic: str | None = None, topic_seen: int = 0,
    homework: HomeworkText | None = None, day: dt.date | None = None,
) -> PageAnswer:  # fmt: skip
    """Save topic and homework, each for itself, in one transaction with their lines in the ledger.

    A stale version is a conflict, unless the same stands there already. Emptied homework that stood there
    becomes «без задания»; empty homework where none was is no statement at all. A topic that says what a topic of
    the plan says is that topic, taught. Homework that was due, or whose window is over, is only added to.
    """
    with transaction.atomic():
        writing = _writing(actor, lesson, day)
        topic_answer = homework_answer = None
        if topic is not None:
            topic_answer = writing.answer(topic, lambda: writing.topic(_one_line(topic), topic_seen))
        if homework is not None:
            homework_answer = writing.answer(homework.text, lambda: writing.homework(homework))
        writing.finish()
    return PageAnswer(topic_answer, homework_answer)


def take_attendance(*, actor: User, lesson: Lesson, day: dt.date | None = None) -> TextRefused | None:
    """Note that the teacher has looked who is there; the first time counts. None where all is well."""
    with transaction.atomic():
        writing = _writing(actor, lesson, day)
        answer = writing.answer("", writing.attendance)
        writing.finish()
    return answer if isinstance(answer, TextRefused) else None


def _writing(actor: User, lesson: Lesson, day: dt.date | None) -> _Writing:
    opened = ledger.open_chain(history.course_chain(lesson.course_id), ())
    today = day or lesson.course.year.school.today()
    found = find_lesson(lesson, actor.person_id or 0, today)
    return _Writing(found, today, opened, [])


@dataclass
class _Writing:
    """One request at work."""

    found: FoundLesson
    today: dt.date
    opened: ledger.Opened
    entries: list[ledger.Entry]

    def answer(self, typed: str, write: Callable[[], TextAnswer]) -> TextAnswer:
        try:
            check_lesson(self.found, self.today)
            return write()
        except RefusedError as refused:
            return TextRefused(refused.code, refused.sentence, typed)

    def topic(self, text: str, seen: int) -> TextAnswer:
        check_length(text, LONGEST_TOPIC)
        row = self.found.topic or LessonTopic(lesson=self.found.lesson, version=0)
        if text == row.text:
            return TextSaved(text, row.version)
        if seen != row.version:
            return _conflict(row, text)
        before, row.text = row.text, text
        row.plan_topic = planned_topic(row)
        self._sign(row)
        self.entries.append(history.topic_entry(row.lesson_id, before, text, row.version))
        return TextSaved(text, row.version)

    def homework(self, typed: HomeworkText) -> TextAnswer:
        text = _lines(typed.text)
        check_length(text, LONGEST_HOMEWORK)
        check_homework(text, nothing_set=typed.nothing_set, minutes=typed.minutes)
        row = self.found.homework or Homework(lesson=self.found.lesson, version=0)
        if not (row.version or text or typed.nothing_set):
            return TextSaved("", 0)
        before = _facts(row) if row.version else None
        new = self._due(typed) | {"text": text, "minutes": typed.minutes if text else None}
        new = keep_due(self.found, new, typed.due_date, self.today)
        after = history.homework_facts(**new)
        if after == before:
            return TextSaved(text, row.version)
        if typed.seen_version != row.version:
            return _conflict(row, text)
        check_addition(self.found, new, self.today)
        for name, value in new.items():
            setattr(row, name, value)
        self._sign(row)
        self.entries.append(history.homework_entry(row.lesson_id, before, after, row.version))
        return TextSaved(text, row.version)

    def _due(self, typed: HomeworkText) -> dict[str, Any]:
        """Homework is for the next lesson unless a day is named; «без задания» is for no day."""
        lesson = self.found.lesson
        if not typed.text.strip():
            return {"due_lesson_id": None, "due_date": None}
        if typed.due_date is not None:
            check_due(typed.due_date, lesson.date, lesson.course.year.ends)
        due = next_lesson_on(lesson, typed.due_date)
        return {"due_lesson_id": due and due.pk, "due_date": None if due else typed.due_date}

    def attendance(self) -> TextAnswer:
        if self.found.attendance_taken:
            return TextSaved("", 1)
        lesson_id = self.found.lesson.pk
        AttendanceTaken.objects.create(
            lesson_id=lesson_id, taken_by_id=self.found.teacher_id, taken_at=self._now()
        )
        self.entries.append(history.attendance_entry(lesson_id))
        return TextSaved("", 1)

    def _sign(self, row: LessonTopic | Homework) -> None:
        row.version += 1
        row.author_id, row.set_at = self.found.teacher_id, self._now()
        row.save()

    def _now(self) -> dt.datetime:
        return self.found.lesson.course.year.school.now()

    def finish(self) -> None:
        if self.entries:
            stamp = ledger.Stamp(self.found.teacher_id, Role.TEACHER.value, timezone.now())
            ledger.append_to(self.opened, self.entries, stamp)


def _facts(row: Homework) -> dict[str, Any]:
    return history.homework_facts(row.text, row.due_lesson_id, row.due_date, row.minutes)


def _conflict(row: LessonTopic | Homework, typed: str) -> TextConflict:
    return TextConflict(row.text, row.version, typed, row.author.short_name, row.set_at)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\0", "").strip().splitlines())
