"""Weights as people write them: «2», «1,5»; in the tables they are whole hundredths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhurnal.calc.grading.counting import uncountable_weight
from zhurnal.journal.column_words import refused

if TYPE_CHECKING:
    from zhurnal.calc.grading.rules import Rules

HUNDREDTHS = 100
HEAVIEST = 100
_WEIGHT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


def read_weight(text: str) -> int | None:
    """Hundredths; None for an empty text. Raises RefusedError "unreadable_weight" outside 0…100."""
    plain = text.strip()
    if not plain:
        return None
    found = _WEIGHT.fullmatch(plain)
    weight = int(found[1]) * HUNDREDTHS + int((found[2] or "0").ljust(2, "0")) if found else -1
    if not 0 <= weight <= HEAVIEST * HUNDREDTHS:
        raise refused("unreadable_weight", text=plain[:20], heaviest=HEAVIEST)
    return weight


def write_weight(weight: int) -> str:
    """«2», «1,5», «0,05»."""
    whole, rest = divmod(weight, HUNDREDTHS)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


def check_weight(weight: int, rules: Rules) -> None:
    """Refuse hundredths outside 0…100, and a weight of which the rule for re-sits cannot count a half."""
    if not 0 <= weight <= HEAVIEST * HUNDREDTHS:
        raise refused("unreadable_weight", text=write_weight(abs(weight)), heaviest=HEAVIEST)
    if uncountable_weight(weight, rules.counting):
        raise refused("odd_column_weight", text=write_weight(weight), even=write_weight(weight + 1))
