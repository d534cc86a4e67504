"""How the reader wants the pages: theme, text size, language. An account's choice, or a stranger's cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.utils.functional import Promise

THEMES: dict[str, str | Promise] = {
    "auto": gettext_lazy("как в системе"), "light": gettext_lazy("светлая"), "dark": gettext_lazy("тёмная")
}  # fmt: skip
TEXT_SIZES = {"100": "100 %", "150": "150 %", "200": "200 %"}


class Appearance(NamedTuple):
    """What `<html>` says about the page; the text size in per cent."""

    theme: str
    text_size: str
    language: str


class Choice(NamedTuple):
    """One question of the settings: the field, its words, and (value, words) of the answers."""

    field: str
    label: str
    answers: list[tuple[str, str]]


def appearance_of(request: HttpRequest | None) -> Appearance:
    """The appearance for this request; the defaults where there is no request."""
    chooser = getattr(request, "user", None)
    if chooser is not None and chooser.is_authenticated:
        return Appearance(chooser.theme, str(chooser.text_size), get_language() or "ru")
    cookies = request.COOKIES if request is not None else {}
    return Appearance(
        _one_of(THEMES, cookies.get("theme")),
        _one_of(TEXT_SIZES, cookies.get("text_size")),
        get_language() or "ru",
    )


def choices() -> list[Choice]:
    """The questions of the settings, in the order of the panel."""
    return [
        Choice("text_size", _("Размер текста"), list(TEXT_SIZES.items())),
        Choice("theme", _("Тема"), [(theme, str(name)) for theme, name in THEMES.items()]),
        Choice("language", _("Язык"), list(settings.LANGUAGES)),
    ]


def _one_of(known: Iterable[str], value: str | None) -> str:
    first, *others = known
    return value if value in others else first
