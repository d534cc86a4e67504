"""Cells on the wire: JSON of docs/contract.md into changes, answers into JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from zhurnal.journal.actions.cells import Answer, CellChange, Conflict, Refused, Saved
from zhurnal.journal.rules import LONGEST_COMMENT, LONGEST_REASON
from zhurnal.journal.seen import LARGEST_VERSION
from zhurnal.journal.sentences import moment_text, refusal

if TYPE_CHECKING:
    from zhurnal.school.models import School

MOST_CHANGES = 500
MOST_BYTES = 200_000
LONGEST_VALUE = 100
LARGEST_KEY = 2**63 - 1  # what a database calls a big integer


class UnreadableError(Exception):
    """A request of which no change can be read: HTTP status, code and sentence."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

    @property
    def answer(self) -> dict[str, str]:
        """What to tell the client."""
        return {"code": self.code, "sentence": refusal(self.code, most=MOST_CHANGES)}


@dataclass(frozen=True, slots=True)
class Broken:
    """A change that cannot be read; the others can. What could be read of it is sent back."""

    change_id: str | None
    pupil: int | None
    column: int | None


def read(body: bytes) -> list[CellChange | Broken]:
    """Read the body of a request. Raises UnreadableError."""
    if len(body) > MOST_BYTES:
        raise UnreadableError(413, "too_much")
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError(400, "broken_json") from None
    changes = asked.get("changes") if isinstance(asked, dict) else None
    if not isinstance(changes, list):
        raise UnreadableError(400, "broken_json")
    if len(changes) > MOST_CHANGES:
        raise UnreadableError(413, "too_much")
    return [_change(raw) for raw in changes]


def show(answer: Answer | Broken, school: School) -> dict[str, Any]:
    """One answer as the contract names it; times are the school's."""
    if isinstance(answer, Broken):
        parts = {"change_id": answer.change_id, "pupil": answer.pupil, "column": answer.column}
        return parts | {"status": "refused", "code": "broken_change", "sentence": refusal("broken_change")}
    parts = {"change_id": str(answer.change_id), "pupil": answer.pupil, "column": answer.column}
    return parts | _result(answer, school)


def _result(answer: Answer, school: School) -> dict[str, Any]:
    match answer:
        case Saved():
            return {
                "status": "saved", "version": answer.version, "text": answer.text, "average": answer.average,
                "count": answer.count, "noted": answer.noted,
            }  # fmt: skip
        case Conflict():
            return {"status": "conflict", "version": answer.version, "text": answer.text} | _who(
                answer, school
            )
        case Refused():
            return {"status": "refused", "code": answer.code, "sentence": answer.sentence}


def _who(answer: Conflict, school: School) -> dict[str, str]:
    if answer.at is None:
        return {"by": "", "at": "", "sentence": refusal("conflict_with_nothing")}
    at = moment_text(answer.at.astimezone(ZoneInfo(school.time_zone)), school.today())
    return {"by": answer.by, "at": at, "sentence": refusal("conflict", by=answer.by, at=at)}


def _change(raw: Any) -> CellChange | Broken:
    parts = raw if isinstance(raw, dict) else {}
    pupil, column = (_whole(parts.get(name), 1, LARGEST_KEY) for name in ("pupil", "column"))
    version = _whole(parts.get("seen_version"), 0, LARGEST_VERSION)
    change_id, value = _uuid(parts.get("change_id")), _text(parts.get("value"), LONGEST_VALUE)
    if change_id is None or pupil is None or column is None or value is None or version is None:
        return Broken(str(change_id) if change_id else None, pupil, column)
    try:
        return CellChange(change_id, pupil, column, value, version, **_details(parts))
    except ValueError:
        return Broken(str(change_id), pupil, column)


def _details(parts: dict[str, Any]) -> dict[str, Any]:
    """What goes with a mark, where the client says anything about it. Raises ValueError."""
    details: dict[str, Any] = {}
    for name, longest in (("reason", LONGEST_REASON), ("comment", 2 * LONGEST_COMMENT)):
        if parts.get(name) is not None:
            text = _text(parts[name], longest)
            if text is None:
                raise ValueError(name)
            details[name] = " ".join(text.replace("\0", "").split())
    for name in ("due", "handed_in"):
        if parts.get(name) is not None:
            is_removed = name == "due" and parts[name] == ""
            details[name] = "" if is_removed else dt.date.fromisoformat(str(parts[name]))
    return details | {"is_staff_only": parts.get("staff_only") is True, "undo": parts.get("undo") is True}


def _whole(value: object, least: int, most: int) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if fits and isinstance(value, int) else None


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(value: object, longest: int) -> str | None:
    """A text that can be written down again: half a surrogate pair cannot."""
    if not isinstance(value, str) or len(value) > longest:
        return None
    return None if any("\ud800" <= letter <= "\udfff" for letter in value) else value
