"""What this room keeps about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.people.personal import Section
from zhurnal.school.models import CourseMembership, Enrolment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """In which classes and courses the pupil was, and when."""
    enrolments = Enrolment.objects.filter(pupil=pupil_id).select_related("school_class__year__school")
    yield Section("enrolments", "Классы", [
        {
            "школа": one.school_class.year.school.name, "класс": one.school_class.name,
            "с": one.valid_from.isoformat(), "по": _day(one.valid_to),
            "личное дело": one.file_number, "откуда": one.arrival, "куда": one.departure,
        }
        for one in enrolments.order_by("valid_from")
    ])  # fmt: skip
    courses = CourseMembership.objects.filter(pupil=pupil_id).select_related("course__subject")
    yield Section("courses", "Предметы", [
        {"предмет": one.course.subject.name, "с": one.valid_from.isoformat(), "по": _day(one.valid_to)}
        for one in courses.order_by("valid_from", "course__subject__position")
    ])  # fmt: skip


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
