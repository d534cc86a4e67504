"""Files that go with homework: they must lie where the table says, unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.models import HomeworkFile
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
        if row.path not in seen:
            seen[row.path] = _fault(row)
        if fault := seen[row.path]:
            lesson = row.homework.lesson
            yield f"{row.name}, {lesson.course}, {ddmmyyyy(lesson.date)}: {fault}"


def _fault(row: HomeworkFile) -> str:
    try:
        return "" if hash_of(stored(row.path)) == row.sha256 else "содержимое другое"
    except OSError:
        return "нет на диске"
