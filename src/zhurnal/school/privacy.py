"""What this room keeps about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.people.personal import Section
from zhurnal.school.models import CourseMembership, Enrolment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """In which classes and courses the pupil was, and when."""
    enrolments = Enrolment.objects.filter(pupil=pupil_id).select_related("school_class__year__school")
    yield Section("enrolments", _("Классы"), [
        {
            _("школа"): one.school_class.year.school.name, _("класс"): one.school_class.name,
            _("с"): one.valid_from.isoformat(), _("по"): _day(one.valid_to),
            _("личное дело"): one.file_number, _("откуда"): one.arrival, _("куда"): one.departure,
        }
        for one in enrolments.order_by("valid_from")
    ])  # fmt: skip
    courses = CourseMembership.objects.filter(pupil=pupil_id).select_related("course__subject")
    yield Section("courses", _("Предметы"), [
        {_("предмет"): one.course.subject.name, _("с"): one.valid_from.isoformat(), _("по"): _day(one.valid_to)}
        for one in courses.order_by("valid_from", "course__subject__position")
    ])  # fmt: skip


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
