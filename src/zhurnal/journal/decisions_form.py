"""The form of the council's decisions: what was chosen, beside what the page had shown."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.journal.actions.decisions import DecisionChange
from zhurnal.journal.seen import read_seen
from zhurnal.ui.given import form_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from zhurnal.journal.queries.decisions import DecisionRow

_FIELD = re.compile(r"decision-([0-9]{1,18})")
ACCEPT = "accept"


class Seen(NamedTuple):
    """What the page showed of a pupil: version, decision, protocol, day, comment, and what the marks lead to."""

    version: int
    kind: str
    protocol: str
    day: str
    comment: str
    proposed: str


NOTHING = Seen(0, "", "", "", "", "")


def decision_field(pupil: int) -> str:
    """Name and id of the field of a decision."""
    return f"decision-{pupil}"


def comment_field(pupil: int) -> str:
    """Name and id of the field of its comment."""
    return f"comment-{pupil}"


@dataclass(frozen=True)
class DecisionsForm:
    """A posted page: one protocol and day for all that was changed on it."""

    form_id: uuid.UUID
    values: dict[str, str]
    seen: dict[str, Seen]
    accepts: bool

    def changes(self) -> list[DecisionChange]:
        """What was chosen, and what was accepted where nothing was decided. Raises ValueError for no day."""
        pupils = [int(found[1]) for found in map(_FIELD.fullmatch, self.values) if found]
        return [change for pupil in pupils if (change := self._change(pupil))]

    def _change(self, pupil: int) -> DecisionChange | None:
        seen = self.seen.get(str(pupil), NOTHING)
        kind, comment = self.values[decision_field(pupil)], self.values.get(comment_field(pupil), "")
        if self.accepts and not kind and not seen.kind:
            kind = seen.proposed
        if (kind, comment) == (seen.kind, seen.comment):
            return None
        protocol = self.values.get("protocol", "") or seen.protocol
        day = self.values.get("day", "") or seen.day
        change_id = uuid.uuid5(self.form_id, json.dumps([pupil, kind, comment, protocol, day]))
        decided_on = dt.date.fromisoformat(day) if day else None
        return DecisionChange(change_id, pupil, kind, protocol, decided_on, comment, seen.version)


def read_decisions(data: QueryDict) -> DecisionsForm:
    """Read a posted page. Nonsense in the hidden fields makes the form one that has seen nothing."""
    values = {
        name: " ".join(text.replace("\0", "").split()) for name, text in data.items() if isinstance(text, str)
    }
    return DecisionsForm(
        form_id(data.get("form", "")), values, read_seen(data.get("seen", ""), Seen), data.get("do") == ACCEPT
    )


def seen_of(rows: Iterable[DecisionRow]) -> str:
    """What a page shows, for its hidden field."""
    seen = {}
    for row in rows:
        one = row.standing
        stands = (
            (one.version, one.kind, one.protocol, _day(one.decided_on), one.comment) if one else NOTHING[:5]
        )
        seen[row.pupil.pk] = [*stands, row.proposal.decision or ""]
    return json.dumps(seen, ensure_ascii=False, separators=(",", ":"))


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
