"""How the ledger tells what is known about a pupil of a course: exemptions, and marks brought along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.audit.ledger import Entry

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.models import Exemption, ExternalMark

EXEMPTION_SET = "exemption.set"
EXEMPTION_REMOVED = "exemption.removed"
EXTERNAL_SET = "external.set"


def exemption_entry(
    action: str, exemption: Exemption, *, before: dt.date | None = None, is_new: bool = False
) -> Entry:
    """A pupil is exempt from a day to a day; `before` is the last day that was said until now, unless new."""
    payload: dict[str, Any] = {
        "from": exemption.valid_from.isoformat(), "to": _day(exemption.valid_to), "reason": exemption.reason,
    }  # fmt: skip
    if not is_new:
        payload["before_to"] = _day(before)
    return Entry(action, f"exemption:{exemption.pupil_id}", payload)


def external_subject(pupil_id: int, mark_id: int) -> str:
    """A mark that a pupil brought along."""
    return f"external:{pupil_id}:{mark_id}"


def external_facts(mark: ExternalMark) -> dict[str, Any]:
    """A mark brought along as a line tells it; taken back: its value is None."""
    return {
        "date": _day(mark.date), "value": mark.value, "weight": mark.weight, "is_control": mark.is_control,
        "title": mark.title, "source": mark.source,
    }  # fmt: skip


def external_entry(mark: ExternalMark, before: dict[str, Any] | None) -> Entry:
    """A mark brought along stands as it does now; `before` are its facts until now, None for a new one."""
    payload = {
        "before": before, "after": external_facts(mark), "version": mark.version, "period": mark.period_id,
    }  # fmt: skip
    return Entry(EXTERNAL_SET, external_subject(mark.pupil_id, mark.pk), payload)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
