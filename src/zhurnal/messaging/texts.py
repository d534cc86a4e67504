"""How many people read an entry, in words: Russian counts in three forms, English in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role

if TYPE_CHECKING:
    from zhurnal.messaging.audience import Audience

_GUARDIANS = (
    gettext_noop("{number} родитель"), gettext_noop("{number} родителя"), gettext_noop("{number} родителей")
)  # fmt: skip
_PUPILS = (
    gettext_noop("{number} ученик"), gettext_noop("{number} ученика"), gettext_noop("{number} учеников")
)  # fmt: skip
_AS = {
    Role.CLASS_TEACHER: gettext_noop("Как классный руководитель"),
    Role.TEACHER: gettext_noop("Как учитель"),
    Role.DEPUTY: gettext_noop("Как заместитель директора"),
    Role.DIRECTOR: gettext_noop("Как директор"),
}
_TEENS = range(11, 15)
_FEW = range(2, 5)


def will_see(audience: Audience) -> str:
    """«Увидят: 28 родителей и 28 учеников, 7 «А»»."""
    return _("Увидят: {guardians} и {pupils}, {audience}").format(
        guardians=counted(audience.guardians, _GUARDIANS),
        pupils=counted(len(audience.pupils), _PUPILS),
        audience=audience.label or audience.pupils[0].name,
    )


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """«21 ученик», «22 ученика», «25 учеников»; in English only one is one."""
    return _(forms[form_of(number, get_language() or "ru")]).format(number=number)


def form_of(number: int, language: str) -> int:
    """Which of the forms for 1, 2 and 5 goes with a number."""
    if language != "ru":
        return 0 if number == 1 else 2
    if number % 100 in _TEENS:
        return 2
    last = number % 10
    return 0 if last == 1 else 1 if last in _FEW else 2


def as_role(role: Role) -> str:
    """«Как директор»."""
    return _(_AS[role])


def own_hosts() -> list[str]:
    """The addresses of this installation: a link to it is no warning."""
    return [host.lstrip(".") for host in settings.ALLOWED_HOSTS]
