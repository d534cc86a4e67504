"""How the ledger tells of corrections that one person asks for and another decides."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from zhurnal.audit.ledger import Entry
from zhurnal.journal import history

if TYPE_CHECKING:
    from zhurnal.journal.models import CorrectionRequest

ASKED = "correction.asked"
# What a decision is called, by the word that the row keeps.
DECIDED = {word: f"correction.{word}" for word in ("approved", "declined", "withdrawn")}
_CHANGES = uuid.uuid5(uuid.NAMESPACE_URL, "zhurnal:correction")


def correction_subject(correction_id: int) -> str:
    """One request."""
    return f"correction:{correction_id}"


def change_of(correction_id: int) -> uuid.UUID:
    """The id of the change that an approval makes: it leads from the history of a cell to the request."""
    return uuid.uuid5(_CHANGES, str(correction_id))


def asked_entry(correction: CorrectionRequest) -> Entry:
    """Somebody asks: what stands there, what shall stand there, and why."""
    payload = {
        "of": _target(correction), "standing": correction.standing, "value": correction.value,
        "version": correction.seen_version, "reason": correction.reason,
    }  # fmt: skip
    return Entry(ASKED, correction_subject(correction.pk), payload)


def decided_entry(correction: CorrectionRequest) -> Entry:
    """Somebody decided, or who asked has taken it back."""
    payload = {"of": _target(correction), "value": correction.value}
    if correction.decision_reason:
        payload["reason"] = correction.decision_reason
    return Entry(DECIDED[correction.decision], correction_subject(correction.pk), payload)


def _target(correction: CorrectionRequest) -> str:
    """The subject of the cell or of the mark for the period."""
    if correction.work_id is not None:
        return history.cell_subject(correction.pupil_id, correction.work_id)
    if correction.period_id is None:
        raise ValueError("a correction is of a cell or of a mark for a period")
    return history.period_mark_subject(correction.course_id, correction.pupil_id, correction.period_id)
