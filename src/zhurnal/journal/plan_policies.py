"""Who changes a plan, and which plans one may copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from zhurnal.access.roles import Role
from zhurnal.journal.models import PlanTopic
from zhurnal.journal.policies import journals_visible_to
from zhurnal.school.models import Course, Employment, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing


def plan_role(person_id: int, course: Course, today: dt.date) -> Role | None:
    """In which role the person changes the plan: who holds the course, or a deputy of the school. Two queries.

    None: may not (security.md B7, «Topic / plan»).
    """
    if Teaching.objects.filter(holds_on(today), course=course, teacher=person_id).exists():
        return Role.TEACHER
    deputy = Employment.objects.filter(
        holds_on(today), person=person_id, school=course.year.school_id, role=Role.DEPUTY
    )
    return Role.DEPUTY if deputy.exists() else None


def may_change_plan(standing: Standing, course: Course, *, held: bool) -> bool:
    """Whether the plan's pages may be written in; the same as `plan_role`, without a query."""
    return held or course.year.school_id in standing.schools(Role.DEPUTY)


def plans_to_copy(standing: Standing, course: Course) -> QuerySet[Course]:
    """Other courses of the subject with a plan: those the person may open, and those held in any year.

    Of this and earlier years of the school, the latest year and the same grade first.
    """
    held = Exists(Teaching.objects.filter(course=OuterRef("pk"), teacher=standing.person_id))
    visible = Q(pk__in=journals_visible_to(standing).values("pk")) | Q(held)
    return (
        Course.objects.filter(visible, Exists(PlanTopic.objects.filter(course=OuterRef("pk"))))
        .filter(subject=course.subject_id, year__starts__lte=course.year.starts)
        .exclude(pk=course.pk)
        .select_related("year", "subject", "school_class", "group")
        .order_by("-year__starts", "grade", "school_class__letter", "pk")
    )
