"""What the school tells families about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.audit.ledger import Entry
from zhurnal.school.actions.record import write
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import SchoolCard
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhurnal.people.models import User
    from zhurnal.school.models import School

FIELDS = ("address", "phone", "email", "site", "hours", "about", "shows_heads")


@transaction.atomic
def set_school_card(*, actor: User, school: School, told: Mapping[str, object]) -> SchoolCard:
    """Replace what families read on «О школе». `told` was checked by the form. Raises RegisterError not_allowed."""
    standing = standing_of(actor, school.today())
    allowed = ROLES_WITH[Right.EDIT_SCHOOL_CARD]
    role = next((one for one in sorted(allowed) if school.pk in standing.schools(one)), None)
    if role is None:
        raise RegisterError(
            "not_allowed", _("Страницу «О школе» ведут директор, завуч и секретарь. Ничего не изменено.")
        )
    card, _made = SchoolCard.objects.select_for_update().get_or_create(school=school)
    changed = {name: told[name] for name in FIELDS if getattr(card, name) != told[name]}
    if changed:
        for name, value in changed.items():
            setattr(card, name, value)
        card.save()
        write(
            school,
            Entry("school_card.set", f"school_card:{school.pk}", changed),
            actor=actor,
            role=role.value,
        )
    return card
