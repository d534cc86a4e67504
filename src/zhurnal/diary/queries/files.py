"""Files of the homework that stands in a diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.diary.queries.lessons import lessons_of
from zhurnal.journal.models import HomeworkFile

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame


def file_of(frame: Frame, file_id: int) -> HomeworkFile | None:
    """A file, where its homework was set in a lesson of the pupil or is due in one, inside what may be seen.

    One that was withdrawn is not there. At most two queries.
    """
    files = HomeworkFile.objects.filter(pk=file_id, withdrawn_at=None)
    file = files.select_related("homework__lesson", "homework__due_lesson").first()
    if file is None:
        return None
    homework = file.homework
    lessons = {one.pk: one.date for one in (homework.lesson, homework.due_lesson) if one is not None}
    days = lessons.values()
    taught = lessons_of(frame.pupil.pk, min(days), max(days)).filter(pk__in=lessons)
    for date, year in taught.values_list("date", "course__year"):
        span = frame.on(date)
        if span is not None and span.school_class.year_id == year:
            return file
    return None
