"""The desks of the roles: what stands in the navigation, and where the sign-in leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from zhurnal.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.utils.functional import Promise


@dataclass(frozen=True)
class Desk:
    """One entry of the navigation; `count` names the address that tells how much is new there."""

    label: str | Promise
    url_name: str
    count: str = ""


_DIARY = Desk(_("Дневник"), "diary")
_NEWS = Desk(_("Новое"), "news", "news-count")
_JOURNAL = Desk(_("Мой день"), "journal")
_CLASSES = Desk(_("Классы"), "classes")
_CHANGES = Desk(_("Замены"), "lesson-changes")
_CLOSING = Desk(_("Закрытие"), "closing")
_RULES = Desk(_("Правила"), "policy")
_OVERSIGHT = Desk(_("Контроль"), "oversight")
_ENTRIES = Desk(_("Сообщения"), "entries")
_INSTALLATION = Desk(_("Установка"), "installation")

# In the order in which a person with several roles wants them.
_DESKS: tuple[tuple[Role, tuple[Desk, ...]], ...] = (
    (Role.DIRECTOR, (_OVERSIGHT, _CLASSES, _ENTRIES, _CLOSING, _CHANGES, _RULES)),
    (Role.DEPUTY, (_OVERSIGHT, _CLASSES, _ENTRIES, _CLOSING, _CHANGES, _RULES)),
    (Role.TEACHER, (_JOURNAL, _ENTRIES)),
    (Role.CLASS_TEACHER, (_JOURNAL, _CLASSES, _ENTRIES)),
    (Role.SECRETARY, (_CLASSES, _CHANGES)),
    (Role.AUDITOR, (_OVERSIGHT,)),
    (Role.ADMIN, (_INSTALLATION,)),
    (Role.GUARDIAN, (_DIARY, _NEWS)),
    (Role.PUPIL, (_DIARY, _NEWS)),
)


def desks_of(roles: Collection[Role]) -> list[Desk]:
    """The desks of somebody who holds `roles`, each once, the first being home."""
    wanted = (desk for role, desks in _DESKS if role in roles for desk in desks)
    return list(dict.fromkeys(wanted))
