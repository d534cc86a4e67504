"""Who sees the files that go with homework, and to which courses homework may be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.models import HomeworkFile
from zhurnal.journal.policies import sheets_visible_to
from zhurnal.school.policies import courses_writable_by

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.school.models import Course
    from zhurnal.school.standing import Standing


def files_visible_to(standing: Standing) -> QuerySet[HomeworkFile]:
    """Files of lessons whose sheet the person may open; none that were withdrawn."""
    lessons = sheets_visible_to(standing).order_by().values("pk")
    return HomeworkFile.objects.filter(withdrawn_at=None, homework__lesson__in=lessons)


def parallel_courses(person_id: int, course: Course, today: dt.date) -> QuerySet[Course]:
    """Other courses of the subject and grade that the person holds: to them homework may be copied."""
    own = courses_writable_by(person_id, today)
    same = own.filter(year=course.year_id, subject=course.subject_id, grade=course.grade)
    return same.exclude(pk=course.pk).select_related("subject", "school_class", "group").order_by("pk")
