"""What was posted about changes of lessons, read without trust."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from collections.abc import Mapping

NEAREST_YEAR, FARTHEST_YEAR = 2000, 2099


class FormError(Exception):
    """A field that cannot be read: its name, and a sentence for it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


def text(data: Mapping[str, str], name: str) -> str:
    """What stands in a field, on one line."""
    return " ".join(data.get(name, "").replace("\0", "").split())


def number(data: Mapping[str, str], name: str) -> int | None:
    """A number of a thing, or None where there is none."""
    return as_id(text(data, name))


def day(data: Mapping[str, str], name: str) -> dt.date:
    """A day. Raises FormError."""
    found = as_day(text(data, name))
    if found is None:
        raise FormError(
            name, _("Дату не прочитать. Выберите день в календаре или напишите его как 2026-03-04.")
        )
    return found


def as_day(given: str) -> dt.date | None:
    """«2026-03-04», or None; years out of all reason are none."""
    try:
        found = dt.date.fromisoformat(given)
    except ValueError:
        return None
    return found if NEAREST_YEAR <= found.year <= FARTHEST_YEAR else None


def lesson_number(data: Mapping[str, str], name: str) -> int:
    """The number of a lesson in its day. Raises FormError."""
    given = text(data, name)
    if not (given.isascii() and given.isdigit()):
        raise FormError(name, _("Номер урока не прочитать. Напишите число, например 3."))
    return int(given[:3])
