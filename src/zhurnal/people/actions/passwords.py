"""Changing one's own password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.people.actions.accounts import CHAIN
from zhurnal.people.actions.own_sessions import drop_other_sessions
from zhurnal.people.actions.sign_in import TooManyFailuresError, prove

if TYPE_CHECKING:
    from zhurnal.people.models import User


class PasswordError(Exception):
    """The password stays as it was. `field` is where to look, `sentence` (Russian) says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


def change_password(*, actor: User, current: str, new: str, again: str, session_key: str | None) -> None:
    """Change the actor's password and end all sessions but the one of `session_key`. Raises PasswordError."""
    _check_current(actor, current)
    _check_new(actor, current, new, again)
    with transaction.atomic():
        actor.set_password(new)
        actor.save(update_fields=["password"])
        ended = drop_other_sessions(actor, session_key)
        entry = ledger.Entry("password.changed", f"user:{actor.pk}", {"sessions_ended": ended})
        ledger.append(CHAIN, [entry], actor_id=actor.person_id, actor_role="", at=timezone.now())


def _check_current(actor: User, current: str) -> None:
    try:
        proved = prove(actor.login, current)
    except TooManyFailuresError:
        raise PasswordError(
            "current", _("Слишком много неверных попыток. Пароль не изменён. Повторите через 15 минут.")
        ) from None
    if proved is None:
        raise PasswordError("current", _("Текущий пароль введён неверно. Пароль не изменён."))


def _check_new(actor: User, current: str, new: str, again: str) -> None:
    if new != again:
        raise PasswordError("again", _("Новый пароль повторён с отличием. Введите его дважды одинаково."))
    if new == current:
        raise PasswordError("new", _("Новый пароль совпадает с текущим. Придумайте другой."))
    try:
        validate_password(new, actor)
    except ValidationError as error:
        raise PasswordError("new", " ".join(error.messages)) from None
