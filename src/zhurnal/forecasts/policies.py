"""What a school lets be seen of forecasts, and the only entrance to classes for its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.forecasts.models import Switches
from zhurnal.school.models import SchoolClass

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.school.models import School
    from zhurnal.school.standing import Standing

HEADS = (Role.DEPUTY, Role.DIRECTOR)


def switches_of(school: School) -> Switches:
    """What the school has decided, or what holds where it has decided nothing. One query."""
    return Switches.objects.filter(school=school).first() or Switches(school=school)


def classes_forecast_for(standing: Standing) -> QuerySet[SchoolClass]:
    """Classes whose forecast somebody may see: the own one, for heads all of the school."""
    heads = SchoolClass.objects.filter(year__school__in=standing.schools(*HEADS))
    return SchoolClass.objects.filter(pk__in=standing.class_ids) | heads
