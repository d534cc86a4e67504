"""«Ознакомлен(а)»: a guardian signs a week of the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.calendar import week_dates
from zhurnal.family.errors import FamilyError
from zhurnal.family.history import signed_entry
from zhurnal.family.models import WeekSignature

if TYPE_CHECKING:
    from zhurnal.calc.calendar import Week
    from zhurnal.people.models import Guardianship, User
    from zhurnal.school.models import School


def sign_week(*, actor: User, guardianship: Guardianship, school: School, week: Week) -> bool:
    """Sign a week of the pupil, past or running. False, and nothing written, where it was signed before.

    `guardianship` comes from `guardianships_to_sign_by`, `school` is that of the pupil in the week. Raises
    FamilyError for a week that has not begun, PermissionError for the account of somebody else.
    """
    if actor.person_id != guardianship.guardian_id:
        raise PermissionError("only the guardian can sign")
    monday = week_dates(*week)[0]
    if monday > school.today():
        raise FamilyError(
            "week_not_begun", _("Эта неделя ещё не началась: подписать её можно с понедельника.")
        )
    with transaction.atomic():
        _signature, made = WeekSignature.objects.get_or_create(
            pupil_id=guardianship.pupil_id, monday=monday, guardian_id=guardianship.guardian_id,
            defaults={"school": school, "kind": guardianship.kind, "signed_at": school.now()},
        )  # fmt: skip
        if made:
            line = signed_entry(guardianship.pupil_id, monday, guardianship.guardian_id)
            ledger.append(
                f"school:{school.pk}", [line], actor_id=actor.person_id, actor_role=Role.GUARDIAN.value,
                at=timezone.now(),
            )  # fmt: skip
    return made
