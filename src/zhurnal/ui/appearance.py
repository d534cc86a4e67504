"""How the reader wants the pages: size, colours, distances, font, pictures, language.

An account's choice, or a stranger's cookie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest
    from django.utils.functional import Promise

THEMES: dict[str, str | Promise] = {
    "auto": gettext_lazy("как в системе"), "light": gettext_lazy("светлая"), "dark": gettext_lazy("тёмная")
}  # fmt: skip
TEXT_SIZES = {"100": "100 %", "150": "150 %", "200": "200 %"}
SCHEMES: dict[str, str | Promise] = {
    "school": gettext_lazy("как у школы"), "black": gettext_lazy("чёрным по белому"),
    "white": gettext_lazy("белым по чёрному"), "blue": gettext_lazy("тёмно-синим по голубому"),
    "brown": gettext_lazy("коричневым по бежевому"), "green": gettext_lazy("зелёным по тёмно-коричневому"),
}  # fmt: skip
SPACES: dict[str, str | Promise] = {
    "normal": gettext_lazy("обычные"), "wide": gettext_lazy("большие"), "widest": gettext_lazy("очень большие")
}  # fmt: skip
FONTS: dict[str, str | Promise] = {"plain": gettext_lazy("без засечек"), "serif": gettext_lazy("с засечками")}
PICTURES: dict[str, str | Promise] = {
    "show": gettext_lazy("показывать"),
    "hide": gettext_lazy("не показывать"),
}
# What `<html>` names only where it is not as usual: most readers change nothing of it.
DRESS = {
    "scheme": SCHEMES, "letter_space": SPACES, "line_space": SPACES, "font": FONTS, "pictures": PICTURES,
}  # fmt: skip


class Appearance(NamedTuple):
    """What `<html>` says about the page; the text size in per cent."""

    theme: str
    text_size: str
    language: str
    scheme: str
    letter_space: str
    line_space: str
    font: str
    pictures: str

    @property
    def extras(self) -> list[tuple[str, str]]:
        """What `<html>` says beside: («letter-space», «wide»)."""
        worn = [(name, getattr(self, name), next(iter(known))) for name, known in DRESS.items()]
        return [(name.replace("_", "-"), value) for name, value, usual in worn if value != usual]


class Choice(NamedTuple):
    """One question of the settings: the field, its words, and (value, words) of the answers."""

    field: str
    label: str
    answers: list[tuple[str, str]]


def appearance_of(request: HttpRequest | None) -> Appearance:
    """The appearance for this request; the defaults where there is no request."""
    chooser = getattr(request, "user", None)
    if chooser is not None and chooser.is_authenticated:
        return Appearance(
            chooser.theme, str(chooser.text_size), get_language() or "ru",
            *(getattr(chooser, name) for name in DRESS),
        )  # fmt: skip
    cookies = request.COOKIES if request is not None else {}
    return Appearance(
        _one_of(THEMES, cookies.get("theme")),
        _one_of(TEXT_SIZES, cookies.get("text_size")),
        get_language() or "ru",
        *(_one_of(known, cookies.get(name)) for name, known in DRESS.items()),
    )


def choices() -> list[Choice]:
    """The questions of the settings, in the order of the panel."""
    return [
        Choice("text_size", _("Размер текста"), list(TEXT_SIZES.items())),
        Choice("scheme", _("Цвета"), _named(SCHEMES)),
        Choice("theme", _("Тема"), _named(THEMES)),
        Choice("letter_space", _("Расстояния между буквами"), _named(SPACES)),
        Choice("line_space", _("Расстояния между строками"), _named(SPACES)),
        Choice("font", _("Шрифт"), _named(FONTS)),
        Choice("pictures", _("Изображения"), _named(PICTURES)),
        Choice("language", _("Язык"), list(settings.LANGUAGES)),
    ]


def _named(known: Mapping[str, str | Promise]) -> list[tuple[str, str]]:
    return [(value, str(name)) for value, name in known.items()]


def _one_of(known: Iterable[str], value: str | None) -> str:
    first, *others = known
    return value if value in others else first
