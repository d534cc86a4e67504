"""Which sign of attendance an excuse gives, and what then stands in the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.grading.entry import cell_text
from zhurnal.journal.models import Excuse

if TYPE_CHECKING:
    from zhurnal.journal.actions.cell_rows import Cell

# domain.md §4.1: illness has a sign of its own, every other good reason is «у».
CODES: dict[str, str] = {
    Excuse.Kind.ILLNESS: "б",
    Excuse.Kind.DOCTOR: "у",
    Excuse.Kind.FAMILY: "у",
    Excuse.Kind.CONTEST: "у",
    Excuse.Kind.OTHER: "у",
}
# What an excuse may change; lateness, exemption and learning from afar are none of its business.
EXCUSABLE = ("н", "нп")


def excused_text(cell: Cell, code: str) -> str:
    """What stands in the cell, as a teacher would type it, with another sign of absence."""
    content = cell.mark.content
    return cell_text(
        content.marks, code, None, resit=content.resit, pending=content.pending, scale=cell.column.rules.scale
    )
