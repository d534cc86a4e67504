"""What this room keeps about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.people.guarding import in_force
from zhurnal.people.models import Guardianship, KnownDevice, Person, User, Viewing
from zhurnal.people.personal import Section

if TYPE_CHECKING:
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Who the pupil is and in how many browsers, who answers for the pupil today, who of the staff has looked.

    Of the staff roles, no names.
    """
    person = Person.objects.get(pk=pupil_id)
    account = User.objects.filter(person=person).first()
    yield Section("person", "Ученик", [{
        "имя": person.full_name, "дата рождения": person.birth_date and person.birth_date.isoformat(),
        "логин": account.login if account else "",
    }])  # fmt: skip
    devices = KnownDevice.objects.filter(user__person=person).order_by("first_at")
    yield Section("devices", "Устройства ученика", [
        {"впервые": one.first_at.isoformat(timespec="minutes"), "в последний раз": one.seen_on.isoformat()}
        for one in devices
    ])  # fmt: skip
    guards = Guardianship.objects.filter(in_force(timezone.localdate()), pupil=person).select_related(
        "guardian"
    )
    yield Section("guardians", "Родители", [
        {"имя": one.guardian.full_name, "кто": one.get_kind_display(), "с": one.valid_from.isoformat()}
        for one in guards.order_by("guardian__sort_key")
    ])  # fmt: skip
    seen = Viewing.objects.filter(pupil=person).order_by("-day", "pk")
    yield Section("viewings", "Кто из школы открывал данные", [
        {"день": one.day.isoformat(), "роль": str(Role(one.role).label), "что": one.get_page_display()}
        for one in seen
    ])  # fmt: skip
