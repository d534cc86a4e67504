"""What is to stand in a cell: what was typed, with what goes with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhurnal.audit.models import Line
from zhurnal.calc.grading.entry import CLEAR, is_missed
from zhurnal.journal import history
from zhurnal.journal.actions.cell_rows import EMPTY, Content

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from zhurnal.audit.ledger import Entry as LedgerEntry
    from zhurnal.calc.grading.entry import Entry
    from zhurnal.journal.actions.cell_rows import Cell
    from zhurnal.journal.actions.cells import CellChange


def content_of(
    entry: Entry, change: CellChange, cell: Cell, today: dt.date, gone: Mapping[str, Any]
) -> Content:
    """What was typed, with what goes with it as it was unless something new was said.

    `gone` is what went with the text when it was taken away: it comes back where nothing else was said.
    """
    late = bool(entry.marks) and is_missed(entry.absence or "")
    kept = cell.mark.content if entry != CLEAR else EMPTY
    if not cell.text:
        kept = kept._replace(comment=gone.get("comment", ""), is_staff_only=gone.get("staff_only", False))
    due = (kept.due or _day(gone, "due")) if change.due is None else change.due or None
    return Content(
        marks=entry.marks,
        resit=entry.resit,
        pending=entry.pending,
        due=due if entry.pending else None,
        handed_in=(change.handed_in or kept.handed_in or _day(gone, "handed_in") or today) if late else None,
        comment=kept.comment if change.comment is None else change.comment,
        is_staff_only=kept.is_staff_only if change.comment is None else change.is_staff_only,
    )


class Gone:
    """What went with each text of a cell when it was last taken away, as the ledger tells it."""

    def __init__(self, cells: Collection[tuple[int, int]]) -> None:
        """Read it for cells named by pupil and work. One query, none for no cells."""
        self._told: dict[tuple[str, str], Mapping[str, Any]] = {}
        subjects = [history.cell_subject(pupil, work) for pupil, work in cells]
        lines = Line.objects.filter(subject__in=subjects, action=history.CELL_SET).order_by("id")
        for line in lines if subjects else ():
            if line.details:  # one forgotten by law tells nothing
                self._take(line.subject, line.details)

    def note(self, entry: LedgerEntry) -> None:
        """Take in what is going to be the next line about a cell."""
        self._take(entry.subject, entry.payload)

    def with_text(self, pupil: int, work: int, text: str) -> Mapping[str, Any]:
        """What went with a text that once stood in a cell: a part of `Content.extras`."""
        return self._told.get((history.cell_subject(pupil, work), text), {})

    def _take(self, subject: str, told: Mapping[str, Any]) -> None:
        self._told[subject, told["before"]] = told.get("before_with", {})


def _day(gone: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(gone[name]) if name in gone else None
