"""«Кто видит дневник»: guardians with their rights, openings by staff (roles, never names), own devices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.people.guarding import in_force
from zhurnal.people.models import Guardianship, Session, Viewing

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.people.models import User

DAYS_SHOWN = 90
MOST_SHOWN = 100


class Opening(NamedTuple):
    """«4 марта: классный руководитель, дневник»."""

    day: dt.date
    role: str
    page: str


class PrivacyPage(NamedTuple):
    """What the page shows; `devices` counts where the reader is signed in."""

    guardians: list[Guardianship]
    openings: list[Opening]
    devices: int


def privacy_page(frame: Frame, reader: User) -> PrivacyPage:
    """Three queries."""
    today = frame.school.today()
    guardians = Guardianship.objects.filter(in_force(today), pupil=frame.pupil.pk).select_related("guardian")
    since = today - dt.timedelta(days=DAYS_SHOWN)
    seen = (
        Viewing.objects.filter(pupil=frame.pupil.pk, day__gte=since)
        .values_list("day", "role", "page")
        .annotate(last=Max("pk"))
        .order_by("-day", "-last")
    )
    openings = [
        Opening(day, str(Role(role).label), str(Viewing.Page(page).label))
        for day, role, page, _last in seen[:MOST_SHOWN]
    ]
    devices = Session.objects.filter(user=reader, expire_date__gt=timezone.now()).count()
    return PrivacyPage(list(guardians.order_by("guardian__sort_key", "pk")), openings, devices)
