"""What a family posted about an absence, read without trust."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.journal.actions.excuses import Said
from zhurnal.journal.change_forms import FormError, day, lesson_number, text
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from django.http import QueryDict

    from zhurnal.journal.rules import RefusedError

# Beside which field a refusal stands.
_PLACES = {
    "excuse_kind": "kind", "excuse_other": "text", "excuse_text": "text", "excuse_lessons": "from",
    "excuse_files": "files",
}  # fmt: skip


def read_said(data: QueryDict, today: dt.date) -> Said:
    """What the form says. Raises FormError."""
    first, last = _days(data, today)
    numbers: tuple[int | None, int | None] = (None, None)
    if data.get("part") == "lessons":
        numbers = lesson_number(data, "from"), lesson_number(data, "to")
    return Said(text(data, "kind"), first, last, *numbers, text=data.get("text", ""))


def place_of(refused: RefusedError) -> str:
    """The field beside which the refusal stands."""
    return _PLACES.get(refused.code, "when")


def excuse_id(data: QueryDict) -> int:
    """Which excuse a form is about; 0 for none."""
    return as_id(text(data, "excuse")) or 0


def _days(data: QueryDict, today: dt.date) -> tuple[dt.date, dt.date]:
    when = data.get("when")
    if when in {"today", "tomorrow"}:
        found = today + dt.timedelta(days=when == "tomorrow")
        return found, found
    if when != "days":
        raise FormError("when", _("Выберите, когда ребёнка не будет."))
    first = day(data, "first")
    return first, day(data, "last") if text(data, "last") else first
