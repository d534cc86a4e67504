"""Lines about the registers in the school's chain of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.school.errors import RegisterError
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.people.models import User
    from zhurnal.school.models import School

# Whoever may type commands on the server acts without an account.
COMMAND_LINE = "command line"
_KEEPERS = (Role.SECRETARY, Role.DEPUTY)


def keeper_role(actor: User, school: School) -> str:
    """The role in which `actor` keeps the registers of `school`. Raises RegisterError "not_allowed"."""
    standing = standing_of(actor, school.today())
    role = next((role for role in _KEEPERS if school.pk in standing.schools(role)), None)
    if role is None:
        raise RegisterError(
            "not_allowed",
            _("Списки школы ведут секретарь и заместитель директора. Ничего не изменено."),
        )
    return role.value


def write(school: School, *entries: ledger.Entry, actor: User | None, role: str) -> None:
    """Add `entries` to the school's chain, inside the transaction of the change."""
    ledger.append(
        ledger.school_chain(school.pk), entries, actor_id=actor.person_id if actor else None, actor_role=role,
        at=timezone.now(),
    )  # fmt: skip


def ddmmyyyy(day: dt.date) -> str:
    """«04.03.2026», as in an order of the school."""
    return f"{day:%d.%m.%Y}"
