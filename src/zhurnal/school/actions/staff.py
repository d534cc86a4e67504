"""Who works at a school, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from zhurnal.access.roles import STAFF_ROLES, Role
from zhurnal.audit.ledger import Entry
from zhurnal.people.actions.accounts import AccountError, create_user
from zhurnal.school.actions.record import COMMAND_LINE, ddmmyyyy, keeper_role, write
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import Employment

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.people.models import Person, User
    from zhurnal.school.models import School


@transaction.atomic
def hire(
    *, actor: User | None, school: School, person: Person, role: Role, day: dt.date, position: str = ""
) -> Employment:
    """Employ `person` in `role` from `day` on; `actor` is None on the command line.

    Raises RegisterError: not_allowed, not_a_staff_role, already_employed.
    """
    acting = keeper_role(actor, school) if actor else COMMAND_LINE
    _check(school, person, role)
    employment = Employment.objects.create(
        school=school, person=person, role=role, position=position, valid_from=day
    )
    entry = Entry(
        "employment.opened",
        f"person:{person.pk}",
        {"role": role.value, "day": day.isoformat(), "position": position},
    )
    write(school, entry, actor=actor, role=acting)
    return employment


@transaction.atomic
def take_on(
    *,
    actor: User | None,
    school: School,
    role: Role,
    name: str,
    login: str,
    password: str,
    sex: str = "",
    position: str = "",
) -> User:
    """Hire «Фамилия Имя Отчество» from today on, with an account, or do neither.

    Raises RegisterError with the codes of `hire` and of `people.actions.accounts.create_user`.
    """
    surname, given_name, patronymic = [*name.split(maxsplit=2), "", "", ""][:3]
    try:
        user = create_user(
            actor=actor, login=login, password=password, surname=surname, given_name=given_name,
            patronymic=patronymic, sex=sex,
        )  # fmt: skip
    except AccountError as refusal:
        raise RegisterError(refusal.code, refusal.sentence) from None
    hire(
        actor=actor, school=school, person=user.person, role=role, day=school.today(),  # type: ignore[arg-type]  # the account has just got its person
        position=position,
    )  # fmt: skip
    return user


def _check(school: School, person: Person, role: Role) -> None:
    if role not in STAFF_ROLES:
        raise RegisterError(
            "not_a_staff_role",
            _("Роль «%(role)s» не дают приёмом на работу: она следует из списков класса и семьи.")
            % {"role": role.label},
        )
    held = Employment.objects.filter(school=school, person=person, role=role, valid_to=None).first()
    if held is not None:
        raise RegisterError(
            "already_employed",
            _("%(person)s уже работает в школе: %(role)s с %(day)s. Ничего не записано.")
            % {"person": person.short_name, "role": role.label, "day": ddmmyyyy(held.valid_from)},
        )
