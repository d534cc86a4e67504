"""Accounts: a person and the login by which that person signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.people.models import Person, User

if TYPE_CHECKING:
    import datetime as dt

# Accounts belong to no school: one login may be guardian here and teacher there.
CHAIN = "accounts"
COMMAND_LINE = "command line"
LONGEST_LOGIN = 60
_FEMALE, _MALE = ("вна", "чна", "шна", "кызы"), ("ич", "оглы")


class AccountError(Exception):
    """No account was made. `code` is for programs, `sentence` (Russian) says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@transaction.atomic
def create_user(
    *,
    actor: User | None,
    login: str,
    password: str,
    surname: str,
    given_name: str,
    patronymic: str = "",
    sex: str = "",
    birth_date: dt.date | None = None,
) -> User:
    """Create a person with an account; `actor` is None on the command line.

    Without `sex` ("m" or "f") the patronymic tells it.
    Raises AccountError: empty_name, unknown_sex, bad_login, login_taken, weak_password.
    """
    person = Person(
        surname=surname.strip(), given_name=given_name.strip(), patronymic=patronymic.strip(),
        sex=sex or _sex_by(patronymic), birth_date=birth_date,
    )  # fmt: skip
    _check_person(person)
    _check_login(login)
    _check_password(password, login, person)
    person.save()
    user = User.objects.create_user(login, password, person)
    _record(user, actor)
    return user


def _check_person(person: Person) -> None:
    if not (person.surname and person.given_name):
        raise AccountError("empty_name", _("Нужны фамилия и имя. Учётная запись не создана."))
    if person.sex not in Person.Sex.values:
        raise AccountError(
            "unknown_sex",
            _("По отчеству пол не определить: укажите его (m или f). Учётная запись не создана."),
        )


def _check_login(login: str) -> None:
    if not login or login != "".join(login.split()) or len(login) > LONGEST_LOGIN:
        raise AccountError("bad_login", _("Логин — до 60 знаков без пробелов. Учётная запись не создана."))
    if User.objects.filter(login=login).exists():
        raise AccountError(
            "login_taken",
            _("Логин «%(login)s» занят. Учётная запись не создана. Выберите другой.") % {"login": login},
        )


def _check_password(password: str, login: str, person: Person) -> None:
    try:
        validate_password(password, User(login=login, person=person))
    except ValidationError as error:
        raise AccountError(
            "weak_password", _("Учётная запись не создана. %(why)s") % {"why": " ".join(error.messages)}
        ) from None


def _sex_by(patronymic: str) -> str:
    ending = patronymic.strip().casefold()
    if ending.endswith(_FEMALE):
        return Person.Sex.FEMALE.value
    return Person.Sex.MALE.value if ending.endswith(_MALE) else ""


def _record(user: User, actor: User | None) -> None:
    entry = ledger.Entry(
        "account.created", f"user:{user.pk}", {"login": user.login, "person": user.person_id}
    )
    ledger.append(
        CHAIN, [entry], actor_id=actor.person_id if actor else None,
        actor_role="" if actor else COMMAND_LINE, at=timezone.now(),
    )  # fmt: skip
