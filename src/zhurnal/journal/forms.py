"""The form of the lesson sheet: what was typed, beside what the page had shown."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.journal.actions.cells import CellChange
from zhurnal.journal.actions.lessons import HomeworkText
from zhurnal.journal.seen import read_seen
from zhurnal.ui.given import form_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict

    from zhurnal.journal.queries.grid import Column, Row
    from zhurnal.journal.queries.sheet import Sheet

_CELL = re.compile(r"cell-([0-9]{1,18})-([0-9]{1,18})")
LONGEST_VALUE = 100
PLANNED = frozenset(("topic", "homework"))


class Seen(NamedTuple):
    """What stood in a field of the page, and its version."""

    version: int
    text: str


NOTHING = Seen(0, "")


def cell_field(pupil: int, column: int) -> str:
    """Name and id of the field of a cell."""
    return f"cell-{pupil}-{column}"


@dataclass(frozen=True)
class SheetForm:
    """A posted sheet. Only what differs from what the page had shown counts as written."""

    form_id: uuid.UUID
    values: dict[str, str]
    seen: dict[str, Seen]

    def cells(self) -> list[CellChange]:
        """The changed cells. The same form sent twice gives the same ids, so the second time is harmless."""
        return [
            CellChange(
                uuid.uuid5(self.form_id, f"{found[1]}:{found[2]}:{value}"),
                int(found[1]), int(found[2]), value, self._seen(name).version, reason=self.reason,
            )
            for name, value in self.values.items()
            if (found := _CELL.fullmatch(name)) and value != self._seen(name).text
        ]  # fmt: skip

    def topic(self) -> tuple[str | None, int]:
        """The topic and the version that it replaces; None where it was left as it was."""
        text, seen = self.values.get("topic"), self._seen("topic")
        return (None if text == seen.text else text), seen.version

    def homework(self) -> HomeworkText | None:
        """The homework; None where it was left as it was. Raises ValueError for an unreadable day or number."""
        if "homework" not in self.values or homework_shown(self.values) == self._seen("homework").text:
            return None
        due, minutes = self.values.get("due", ""), self.values.get("minutes", "")
        return HomeworkText(
            text=self.values["homework"],
            seen_version=self._seen("homework").version,
            nothing_set="nothing_set" in self.values,
            minutes=int(minutes) if minutes else None,
            due_date=dt.date.fromisoformat(due) if due else None,
        )

    @property
    def reason(self) -> str:
        """Why marks are changed after the school's window: one for the whole form, in one line."""
        return " ".join(self.values.get("reason", "").split())

    @property
    def takes_attendance(self) -> bool:
        """Whether the teacher says to have looked who is there."""
        return "taken" in self.values

    def _seen(self, name: str) -> Seen:
        return self.seen.get(name, NOTHING)


def read_form(data: QueryDict) -> SheetForm:
    """Read a posted sheet. Nonsense in the hidden fields makes the form one that has seen nothing."""
    # Nothing stored may hold NUL: PostgreSQL refuses it.
    values = {name: _plain(text) for name, text in data.items() if isinstance(text, str)}
    # A button takes what the plan says, as the page showed it; what was typed goes before it.
    if (taken := values.get("take")) in PLANNED:
        values[taken] = values.get(taken) or values.get(f"planned_{taken}", "")
    return SheetForm(form_id(data.get("form", "")), values, read_seen(data.get("seen", ""), Seen))


def seen_of(sheet: Sheet) -> dict[str, list[Any]]:
    """What a page shows, for its hidden field: only fields in which something stands or stood."""
    seen = seen_cells(sheet.columns, sheet.rows)
    seen["topic"] = [sheet.topic_version, sheet.topic]
    seen["homework"] = [sheet.homework_version, homework_shown(homework_values(sheet))]
    return seen


def seen_cells(columns: Sequence[Column], rows: Iterable[Row]) -> dict[str, list[Any]]:
    """Likewise, of cells alone."""
    return {
        cell_field(row.pupil_id, column.work_id): [cell.version, cell.text]
        for row in rows
        for column, cell in zip(columns, row.cells, strict=True)
        if cell is not None and cell.version
    }


def homework_values(sheet: Sheet) -> dict[str, str]:
    """The fields of homework as an untouched page sends them."""
    due = sheet.homework_due or sheet.next_date
    values = {
        "homework": sheet.homework,
        "due": due.isoformat() if due else "",
        "minutes": str(sheet.homework_minutes or ""),
    }
    return values | ({"nothing_set": "1"} if sheet.homework_version and not sheet.homework else {})


def homework_shown(values: dict[str, str]) -> str:
    """All that is said about homework as one text, to see whether anything was changed."""
    said = [values.get(name, "") for name in ("homework", "due", "minutes", "nothing_set")]
    return json.dumps(said, ensure_ascii=False)


def _plain(text: str) -> str:
    """A browser sends lines ended by CR LF."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()
