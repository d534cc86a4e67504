"""Who may see and write which lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from zhurnal.school.policies import courses_visible_to, taught_by
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing


def lessons_visible_to(standing: Standing, day: dt.date) -> QuerySet[Lesson]:
    """Lessons of visible courses, and the lessons that the person holds as a substitute."""
    of_courses = Q(course__in=courses_visible_to(standing, day).values("pk"))
    return Lesson.objects.filter(of_courses | Q(substitution__teacher=standing.person_id))


def lessons_writable_by(standing: Standing, day: dt.date) -> QuerySet[Lesson]:
    """Lessons of courses held on `day`, and those held as a substitute: the lesson, not the course."""
    held = Q(taught_by(standing.person_id, day, course="course_id"))
    return Lesson.objects.filter(held | Q(substitution__teacher=standing.person_id))
