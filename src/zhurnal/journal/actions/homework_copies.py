"""Homework set in one class, set in a parallel one too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.journal.actions.homework_files import add_files
from zhurnal.journal.actions.lessons import HomeworkText, TextConflict, TextRefused, save_lesson_page
from zhurnal.journal.homework_words import refused
from zhurnal.journal.media import StoredFile
from zhurnal.journal.models import Homework, HomeworkFile
from zhurnal.journal.rules import RefusedError
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.people.models import User
    from zhurnal.school.models import Course


def lesson_for_copy(course: Course, today: dt.date) -> Lesson | None:
    """The lesson of a course in which homework of today would be set: the last one held. One query."""
    held = Lesson.objects.filter(course=course, cancellation__lesson=None, date__lte=today)
    return held.select_related("course__year__school", "homework").order_by("-date", "-number").first()


@transaction.atomic
def copy_homework(*, actor: User, lesson: Lesson, course: Course, day: dt.date | None = None) -> Lesson:
    """Set the homework of a lesson, with its files, in the last lesson of a parallel course; return that lesson.

    It is due in the next lesson there. Raises RefusedError: nothing_to_copy, no_lesson_for_copy, already_set, and
    what stands against writing in the other lesson.
    """
    source = Homework.objects.filter(lesson=lesson).exclude(text="").first()
    if source is None:
        raise refused("nothing_to_copy")
    target = lesson_for_copy(course, day or lesson.course.year.school.today())
    if target is None:
        raise refused("no_lesson_for_copy")
    standing = getattr(target, "homework", None)
    if standing is not None and standing.text:
        raise refused("already_set", text=standing.text[:60])
    typed = HomeworkText(source.text, standing.version if standing else 0, minutes=source.minutes)
    answer = save_lesson_page(actor=actor, lesson=target, homework=typed, day=day).homework
    if isinstance(answer, TextRefused):
        raise RefusedError(answer.code, answer.sentence)
    if isinstance(answer, TextConflict):
        raise refused("already_set", text=answer.text[:60])
    files = HomeworkFile.objects.filter(homework=source, withdrawn_at=None).order_by("pk")
    copied = [StoredFile(one.name, one.content_type, one.size, one.sha256, one.path) for one in files]
    if copied:
        add_files(actor=actor, lesson=target, files=copied, day=day)
    return target
