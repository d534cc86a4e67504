"""«Учителя и школа»: who teaches the pupil today, who leads the class, and what the school tells of itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.access.roles import Role
from zhurnal.school.models import ClassTeacher, CourseMembership, Employment, SchoolCard, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.diary.queries.frame import Frame


class SubjectTeachers(NamedTuple):
    """«Алгебра — Смирнова Ирина Викторовна»."""

    subject: str
    teachers: list[str]


class SchoolPage(NamedTuple):
    """Names, and only those contacts that the school has published. `heads`: (position, name)."""

    subjects: list[SubjectTeachers]
    class_teacher: str
    heads: list[tuple[str, str]]
    card: SchoolCard


def school_page(frame: Frame, today: dt.date) -> SchoolPage:
    """What the page shows. Four queries at most."""
    mine = CourseMembership.objects.filter(holds_on(today), pupil=frame.pupil.pk).values("course")
    rows = (
        Teaching.objects.filter(holds_on(today), course__in=mine)
        .select_related("teacher", "course__subject")
        .order_by("course__subject__position", "course__subject__name", "teacher__sort_key")
    )
    lead = ClassTeacher.objects.filter(holds_on(today), school_class=frame.school_class).select_related(
        "teacher"
    )
    found = lead.first()
    card = SchoolCard.objects.filter(school=frame.school).first() or SchoolCard(school=frame.school)
    return SchoolPage(
        [
            SubjectTeachers(subject, list(dict.fromkeys(row.teacher.full_name for row in those)))
            for subject, those in groupby(rows, lambda row: row.course.subject.name)
        ],
        found.teacher.full_name if found else "",
        _heads(frame, today) if card.shows_heads else [],
        card,
    )


def _heads(frame: Frame, today: dt.date) -> list[tuple[str, str]]:
    rows = Employment.objects.filter(
        holds_on(today), school=frame.school, role__in=(Role.DIRECTOR, Role.DEPUTY)
    ).select_related("person")
    ordered = sorted(rows, key=lambda row: (row.role != Role.DIRECTOR, row.person.sort_key))
    return [(row.position or str(Role(row.role).label), row.person.full_name) for row in ordered]
