"""Files that go with homework: added while the lesson may be written about, withdrawn until it was due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.homework_rules import why_kept
from zhurnal.journal.actions.lesson_facts import FoundLesson, find_lesson
from zhurnal.journal.history_plans import FILE_ADDED, FILE_WITHDRAWN, file_entry
from zhurnal.journal.homework_words import refused
from zhurnal.journal.media import MOST_FILES
from zhurnal.journal.models import HomeworkFile
from zhurnal.journal.rules import check_lesson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.journal.media import StoredFile
    from zhurnal.journal.models import Homework
    from zhurnal.people.models import User
    from zhurnal.timetable.models import Lesson


@transaction.atomic
def add_files(
    *, actor: User, lesson: Lesson, files: Sequence[StoredFile], day: dt.date | None = None
) -> list[HomeworkFile]:
    """Let stored files go with the homework of a lesson; what goes with it already is not added again.

    Raises RefusedError: what `rules.check_lesson` says; file_without_homework, too_many_files. Then none is added.
    """
    opened, found = _opened(actor, lesson, day)
    homework = found.homework
    if homework is None or not homework.text:
        raise refused("file_without_homework")
    standing = list(HomeworkFile.objects.filter(homework=homework, withdrawn_at=None))
    known = {(row.sha256, row.name) for row in standing}
    made = []
    for file in files:
        if (file.sha256, file.name) in known:
            continue
        if len(known) >= MOST_FILES:
            raise refused("too_many_files", name=file.name, most=MOST_FILES)
        known.add((file.sha256, file.name))
        made.append(_row(file, homework, found))
    HomeworkFile.objects.bulk_create(made)
    _tell(opened, found, [file_entry(FILE_ADDED, row, found.lesson.pk) for row in made])
    return made


@transaction.atomic
def withdraw_file(*, actor: User, lesson: Lesson, file_id: int, day: dt.date | None = None) -> None:
    """Show a file to nobody any more; it stays where it lies. Again is harmless.

    Raises RefusedError: what `rules.check_lesson` says; no_such_file, file_kept.
    """
    opened, found = _opened(actor, lesson, day)
    row = HomeworkFile.objects.filter(homework=found.homework, pk=file_id).first() if found.homework else None
    if row is None:
        raise refused("no_such_file")
    if row.withdrawn_at is not None:
        return
    if why_kept(found, day or found.lesson.course.year.school.today()):
        raise refused("file_kept", name=row.name)
    row.withdrawn_at = found.lesson.course.year.school.now()
    row.save(update_fields=["withdrawn_at"])
    _tell(opened, found, [file_entry(FILE_WITHDRAWN, row, found.lesson.pk)])


def _opened(actor: User, lesson: Lesson, day: dt.date | None) -> tuple[ledger.Opened, FoundLesson]:
    opened = ledger.open_chain(history.course_chain(lesson.course_id), ())
    today = day or lesson.course.year.school.today()
    found = find_lesson(lesson, actor.person_id or 0, today)
    check_lesson(found, today)
    return opened, found


def _row(file: StoredFile, homework: Homework, found: FoundLesson) -> HomeworkFile:
    at = found.lesson.course.year.school.now()
    return HomeworkFile(homework=homework, author_id=found.teacher_id, added_at=at, **file._asdict())


def _tell(opened: ledger.Opened, found: FoundLesson, entries: list[ledger.Entry]) -> None:
    if entries:
        ledger.append_to(opened, entries, ledger.Stamp(found.teacher_id, Role.TEACHER.value, timezone.now()))
