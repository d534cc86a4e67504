"""Opening columns of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.journal.models import Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.journal.models import WorkKind
    from zhurnal.timetable.models import Lesson

BATCH = 500


@transaction.atomic
def open_columns(lessons: Iterable[Lesson], kind: WorkKind) -> int:
    """Give the ordinary column to the lessons that lack one and return how many were given; idempotent."""
    wanted = {lesson.pk for lesson in lessons}
    lacking = sorted(wanted - _having(sorted(wanted)))
    works = [Work(lesson_id=lesson, position=1, kind=kind, weight=kind.weight) for lesson in lacking]
    Work.objects.bulk_create(works, batch_size=BATCH)
    return len(works)


def _having(lessons: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(lessons), BATCH):
        ordinary = Work.objects.filter(position=1, lesson__in=lessons[start : start + BATCH])
        found.update(ordinary.values_list("lesson_id", flat=True))
    return found
