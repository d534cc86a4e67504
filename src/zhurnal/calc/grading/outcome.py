"""What may stand in a period's column: a mark, «н/а», «осв», or nothing yet (domain.md §4.1, §4.3)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhurnal.calc.grading.scale import Scale


class Sign(StrEnum):
    """Instead of a mark for a period. The value is the canonical text."""

    NOT_ATTESTED = "н/а"
    EXEMPT = "осв"


# A mark of the course's scale, a sign, or None: nothing is set yet.
Outcome = int | Sign | None

_SPELLINGS = {
    "н/а": Sign.NOT_ATTESTED, "н\\а": Sign.NOT_ATTESTED, "на": Sign.NOT_ATTESTED, "y/f": Sign.NOT_ATTESTED,
    "n/a": Sign.NOT_ATTESTED, "осв": Sign.EXEMPT, "осв.": Sign.EXEMPT, "jcd": Sign.EXEMPT,
}  # fmt: skip


class OutcomeError(ValueError):
    """A text that is neither a mark of the scale nor a sign; `text` is what was typed, shortened."""

    def __init__(self, text: str) -> None:
        super().__init__(repr(text))
        self.text = text


def read_outcome(text: str, scale: Scale) -> Outcome:
    """Read «5», «зч», «н/а», «осв»; an empty text is None. Raises OutcomeError."""
    plain = text.strip().casefold()
    if not plain:
        return None
    outcome = _SPELLINGS.get(plain, scale.value(plain))
    if outcome is None:
        raise OutcomeError(plain[:20])
    return outcome


def outcome_text(outcome: Outcome, scale: Scale) -> str:
    """Write an outcome in its canonical form, which `read_outcome` reads back unchanged."""
    if outcome is None:
        return ""
    return outcome.value if isinstance(outcome, Sign) else scale.text(outcome)
