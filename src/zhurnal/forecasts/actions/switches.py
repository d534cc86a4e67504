"""What the school decides about forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.audit import ledger
from zhurnal.forecasts.errors import ForecastsError
from zhurnal.forecasts.models import Switches
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from zhurnal.people.models import User
    from zhurnal.school.models import School


class Decided(NamedTuple):
    """Whether there are forecasts, what families see of them, and how long the list of warnings is."""

    is_on: bool
    families: str
    list_length: int


@transaction.atomic
def set_switches(*, actor: User, school: School, decided: Decided) -> bool:
    """Store what was decided. False, and nothing written, where it stands so already.

    Raises ForecastsError not_allowed.
    """
    standing = standing_of(actor, school.today())
    allowed = sorted(ROLES_WITH[Right.SET_FORECASTS])
    role = next((one for one in allowed if school.pk in standing.schools(one)), None)
    if role is None:
        raise ForecastsError("not_allowed", _("О прогнозах решают завуч и директор. Ничего не изменено."))
    ledger.lock(ledger.school_chain(school.pk))
    row, _made = Switches.objects.get_or_create(school=school)
    before = Decided(row.is_on, row.families, row.list_length)
    if before == decided:
        return False
    for name, value in decided._asdict().items():
        setattr(row, name, value)
    row.save(update_fields=decided._fields)
    ledger.append(
        ledger.school_chain(school.pk), [decided_entry(school, decided, before)], actor_id=actor.person_id,
        actor_role=role.value, at=timezone.now(),
    )  # fmt: skip
    return True


def decided_entry(school: School, decided: Decided, before: Decided) -> ledger.Entry:
    """What the ledger says of a decision."""
    payload = decided._asdict() | {"before": before._asdict()}
    return ledger.Entry("forecasts.set", f"forecast_switches:{school.pk}", payload)
