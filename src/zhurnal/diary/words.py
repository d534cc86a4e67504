"""Short texts of the diary that several pages share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.ui.words import day

if TYPE_CHECKING:
    import datetime as dt

NORMAL_WEIGHT = 100


def days_text(first: dt.date, last: dt.date) -> str:
    """«2–7 марта», «30 марта – 4 апреля»."""
    if first.month == last.month:
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


@cache
def weight_text(weight: int) -> str:
    """«×2», «×1,5»; nothing for the ordinary weight. `weight` in hundredths."""
    if weight == NORMAL_WEIGHT:
        return ""
    whole, rest = divmod(weight, NORMAL_WEIGHT)
    return f"×{whole},{rest:02d}".rstrip("0") if rest else f"×{whole}"


def absence_text(code: str, minutes: int | None = None) -> str:
    """«болезнь», «опоздание 5 мин»."""
    name = _(ABSENCE_CODES[code].name)
    return _("%(name)s %(minutes)d мин") % {"name": name, "minutes": minutes} if minutes else name
