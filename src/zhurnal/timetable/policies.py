"""Who may see and make changes of lessons: one lesson instead of another, another teacher, no lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.school.standing import standing_of
from zhurnal.timetable.errors import ChangeError
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.people.models import User
    from zhurnal.school.models import School
    from zhurnal.school.standing import Standing

_CHANGERS = (Role.DEPUTY, Role.DIRECTOR)


def schools_whose_changes_are_seen_by(standing: Standing) -> frozenset[int]:
    """Ids of the schools whose days, with all changes, the person may look at."""
    return standing.schools(*_CHANGERS, Role.SECRETARY)


def schools_changed_by(standing: Standing) -> frozenset[int]:
    """Ids of the schools whose lessons the person may change."""
    return standing.schools(*_CHANGERS)


def lessons_changeable_by(standing: Standing) -> QuerySet[Lesson]:
    """Lessons that the person may substitute, cancel and move."""
    return Lesson.objects.filter(course__year__school__in=schools_changed_by(standing))


class Changer(NamedTuple):
    """Who changes lessons, in which role."""

    person_id: int
    role: Role


def changer_of(actor: User, school: School) -> Changer:
    """`actor`, where allowed to change lessons of `school`. Raises ChangeError "not_allowed"."""
    standing = standing_of(actor, school.today())
    role = next((role for role in _CHANGERS if school.pk in standing.schools(role)), None)
    if role is None:
        raise ChangeError(
            "not_allowed",
            _("Уроки заменяют, отменяют и переносят завуч и директор. Ничего не изменено."),
        )
    return Changer(standing.person_id, role)
