"""Who sees the files that go with homework, and to which courses homework may be copied."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhurnal.journal.models import HomeworkFile
from zhurnal.journal.policies import sheets_visible_to
from zhurnal.school.models import Course
from zhurnal.school.policies import courses_writable_by
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing


def files_visible_to(standing: Standing) -> QuerySet[HomeworkFile]:
    """Files of lessons whose sheet the person may open; none that were withdrawn."""
    lessons = sheets_visible_to(standing).order_by().values("pk")
    return HomeworkFile.objects.filter(withdrawn_at=None, homework__lesson__in=lessons)


def parallel_courses(person_id: int, course: Course, today: dt.date) -> QuerySet[Course]:
    """Other courses of the subject and grade that the person holds: to them homework may be copied."""
    own = courses_writable_by(person_id, today)
    # The grade comes from the table: a prepared query takes ids, and no grade is as large as one may be.
    grade = Course.objects.filter(pk=course.pk).values("grade")
    same = own.filter(year=course.year_id, subject=course.subject_id, grade__in=grade)
    return same.exclude(pk=course.pk).select_related("subject", "school_class", "group").order_by("pk")


def has_parallel(person_id: int, course: Course, today: dt.date) -> bool:
    """Whether `parallel_courses` has any. One query."""
    return bool(
        _parallel(
            person=person_id, course=course.pk, year=course.year_id, subject=course.subject_id, today=today
        )
    )


@prepared(person=int, course=int, year=int, subject=int, today=dt.date)
def _parallel(*, person: int, course: int, year: int, subject: int, today: dt.date) -> QuerySet[Any, Any]:
    """The policy, for a course of this kind."""
    like = Course(pk=course, year_id=year, subject_id=subject)
    return parallel_courses(person, like, today).select_related(None).values_list("pk")
