"""Which part of a pupil's school life somebody may see in the diary. The only entrance for its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from zhurnal.access.roles import Role
from zhurnal.school.models import Enrolment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing


def enrolments_visible_to(standing: Standing) -> QuerySet[Enrolment]:
    """The spans of a pupil's life in school that the person may look at.

    A family sees all of it. The heads see what was in their school. A class teacher sees what a pupil brought
    from other classes of the school, since the marks travel along, and nothing after the pupil has left.
    """
    family = Q(pupil__in=standing.pupil_ids | standing.child_ids)
    heads = Q(school_class__year__school__in=standing.schools(Role.DEPUTY, Role.DIRECTOR))
    if not standing.class_ids:
        return Enrolment.objects.filter(family | heads)
    not_before = Q(valid_to=None) | Q(valid_to__gte=OuterRef("valid_from"))
    own = Enrolment.objects.filter(not_before, school_class__in=standing.class_ids, pupil=OuterRef("pupil"))
    schools = standing.schools(Role.CLASS_TEACHER)
    return Enrolment.objects.filter(family | heads | Q(Exists(own), school_class__year__school__in=schools))
