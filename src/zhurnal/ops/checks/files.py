"""Files that go with homework, entries and excuses: they must lie where the tables say, unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.models import ExcuseFile, HomeworkFile
from zhurnal.messaging.models import EntryFile
from zhurnal.ops.checks.words import ddmmyyyy
from zhurnal.ui.media import hash_of, stored

if TYPE_CHECKING:
    from collections.abc import Iterator


def lost_or_changed_files() -> Iterator[str]:
    """«Задача.pdf, 7 «А», Алгебра, 04.03.2026: нет на диске». One query, and each content is read once."""
    seen: dict[str, str] = {}
    rows = HomeworkFile.objects.select_related(
        "homework__lesson__course__subject", "homework__lesson__course__school_class",
        "homework__lesson__course__group",
    )  # fmt: skip
    for row in rows.order_by("pk").iterator(chunk_size=500):
        if fault := _known(seen, row):
            lesson = row.homework.lesson
            yield f"{row.name}, {lesson.course}, {ddmmyyyy(lesson.date)}: {fault}"


def lost_or_changed_entry_files() -> Iterator[str]:
    """«План.pdf, Школа № 1, запись 04.03.2026: нет на диске». One query, and each content is read once."""
    seen: dict[str, str] = {}
    for row in EntryFile.objects.select_related("entry__school").order_by("pk").iterator(chunk_size=500):
        if fault := _known(seen, row):
            yield f"{row.name}, {row.entry.school}, запись {ddmmyyyy(row.entry.day)}: {fault}"


def lost_or_changed_excuse_files() -> Iterator[str]:
    """«Справка.pdf, Школа № 1, сообщение 04.03.2026: нет на диске». One query, and each content is read once."""
    seen: dict[str, str] = {}
    for row in ExcuseFile.objects.select_related("excuse__school").order_by("pk").iterator(chunk_size=500):
        if fault := _known(seen, row):
            yield f"{row.name}, {row.excuse.school}, сообщение {ddmmyyyy(row.excuse.first)}: {fault}"


def _known(seen: dict[str, str], row: HomeworkFile | EntryFile | ExcuseFile) -> str:
    if row.path not in seen:
        seen[row.path] = _fault(row)
    return seen[row.path]


def _fault(row: HomeworkFile | EntryFile | ExcuseFile) -> str:
    try:
        return "" if hash_of(stored(row.path)) == row.sha256 else "содержимое другое"
    except OSError:
        return "нет на диске"
