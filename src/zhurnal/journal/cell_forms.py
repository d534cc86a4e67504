"""The form of one cell: its parts in fields of their own, put together as a teacher would type them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.absence import is_missed
from zhurnal.calc.grading.entry import POINT, cell_text
from zhurnal.journal.actions.cells import CellChange
from zhurnal.journal.seen import read_seen_once
from zhurnal.ui.given import form_id

if TYPE_CHECKING:
    from django.http import QueryDict

    from zhurnal.journal.actions.cell_rows import Cell

FIELDS = (
    "value", "resit", "sign", "minutes", "due", "handed_in", "comment", "audience", "reason"
)  # fmt: skip
FAMILY, STAFF = "family", "staff"  # who reads a comment
LONGEST_FIELD = 1000  # what is longer was not typed by hand; actions know the limits that people are told


class Seen(NamedTuple):
    """What the page showed: the version of the cell, its comment and who reads it."""

    version: int
    comment: str
    audience: str


NOTHING = Seen(0, "", FAMILY)


@dataclass(frozen=True)
class CellForm:
    """A posted form, beside what the page had shown."""

    form_id: uuid.UUID
    values: dict[str, str]
    seen: Seen

    def change(self, pupil: int, column: int) -> CellChange:
        """What the form asks for; sent twice, it has the same id. Raises ValueError for an unreadable day."""
        values = self.values
        comment = (values["comment"], values["audience"] or FAMILY)
        return CellChange(
            uuid.uuid5(self.form_id, json.dumps(values, sort_keys=True)), pupil, column, typed(values),
            self.seen.version,
            reason=values["reason"],
            # A comment that nobody has touched goes with the mark, also when the mark is taken away.
            comment=None if comment == self.seen[1:] else comment[0],
            is_staff_only=comment[1] == STAFF,
            due=_day(values["due"]) or "",  # the field shows the day that stands there: without it, none is meant
            handed_in=_day(values["handed_in"]),
        )  # fmt: skip


def typed(values: dict[str, str]) -> str:
    """The fields as one text: «2→4», «5 оп7», «н/4», «• б»."""
    marks = f"{values['value']}→{values['resit']}" if values["resit"] else values["value"]
    sign = values["sign"]
    if marks and marks != POINT and is_missed(sign):
        return f"{sign}/{marks}"
    return " ".join(part for part in (marks, f"{sign}{values['minutes']}" if sign else "") if part)


def read_form(data: QueryDict) -> CellForm:
    """Read a posted form. Nonsense in the hidden fields makes it one that has seen nothing."""
    values = {name: _plain(data.get(name, "")) for name in FIELDS}
    return CellForm(form_id(data.get("form", "")), values, _seen(data))


def read_asked(data: QueryDict) -> dict[str, str]:
    """What a request for a correction says: the value that shall stand there, and the reason."""
    return {name: _plain(data.get(name, "")) for name in ("value", "reason")}


def seen_version(data: QueryDict) -> int:
    """The version that the page had shown; 0 for nonsense."""
    return _seen(data).version


def values_of(cell: Cell) -> dict[str, str]:
    """The fields as they show what stands in a cell."""
    content, scale = cell.mark.content, cell.column.rules.scale
    return {
        "value": POINT if content.pending else cell_text(content.marks, scale=scale),
        "resit": cell_text(content.resit, scale=scale),
        "sign": cell.absence.code,
        "minutes": str(cell.absence.minutes or ""),
        "due": content.due.isoformat() if content.due else "",
        "handed_in": content.handed_in.isoformat() if content.handed_in else "",
        "comment": content.comment,
        "audience": STAFF if content.is_staff_only else FAMILY,
        "reason": "",
    }


def seen_of(cell: Cell) -> str:
    """What the hidden field of a page carries."""
    values = values_of(cell)
    return seen_text(cell.version, values["comment"], values["audience"])


def seen_text(version: int, comment: str = "", audience: str = FAMILY) -> str:
    """Likewise, of anything that has a version."""
    return json.dumps([version, comment, audience], ensure_ascii=False)


def _seen(data: QueryDict) -> Seen:
    return read_seen_once(data.get("seen", ""), Seen) or NOTHING


def _plain(text: str) -> str:
    """One line without the signs that no database takes."""
    return " ".join(text[:LONGEST_FIELD].replace("\0", "").split())


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
