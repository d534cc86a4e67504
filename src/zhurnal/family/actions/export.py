"""Taking everything about a child along: the ledger knows who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger

if TYPE_CHECKING:
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import School


@transaction.atomic
def note_export(*, actor: User, pupil: Person, school: School) -> None:
    """Write that the family takes the data along; `pupil` is one that the actor may see as family."""
    role = Role.PUPIL if actor.person_id == pupil.pk else Role.GUARDIAN
    entry = ledger.Entry("data.exported", f"pupil:{pupil.pk}", {})
    ledger.append(
        f"school:{school.pk}", [entry], actor_id=actor.person_id, actor_role=role.value, at=timezone.now()
    )
