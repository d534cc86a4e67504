"""How what families do is told in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.audit import ledger
from zhurnal.calc.calendar import iso_week

if TYPE_CHECKING:
    import datetime as dt

WEEK_SIGNED = "week.signed"


def week_of(pupil_id: int, monday: dt.date) -> str:
    """The subject of lines about a week of a diary: «week:517:2026-W10»."""
    return f"week:{pupil_id}:{iso_week(monday)}"


def signed_entry(pupil_id: int, monday: dt.date, guardian_id: int) -> ledger.Entry:
    """A guardian has signed a week."""
    return ledger.Entry(WEEK_SIGNED, week_of(pupil_id, monday), {"guardian": guardian_id})
