"""The form of the page «Итоги»: what was typed, beside what the page had shown."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.outcome import outcome_text
from zhurnal.journal.actions.total_marks import TotalChange
from zhurnal.journal.models import YearMark
from zhurnal.journal.seen import read_seen
from zhurnal.journal.totals_rules import PERIOD
from zhurnal.ui.given import form_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from zhurnal.calc.grading.scale import Scale
    from zhurnal.journal.queries.totals import Total, TotalsRow

_FIELD = re.compile(r"mark-(period|year|exam|final)-([0-9]{1,18})")
LONGEST_VALUE = 20
# The year builds on the exam, the final mark on both.
_ORDER = (PERIOD, YearMark.Kind.EXAM.value, YearMark.Kind.YEAR.value, YearMark.Kind.FINAL.value)
ACCEPT = "accept"


class Seen(NamedTuple):
    """What the page showed in a place: version, value, reason, and what may be accepted as proposed."""

    version: int
    value: str
    reason: str
    acceptable: str


NOTHING = Seen(0, "", "", "")


def mark_field(kind: str, pupil: int) -> str:
    """Name and id of the field of a mark."""
    return f"mark-{kind}-{pupil}"


def reason_field(kind: str, pupil: int) -> str:
    """Name and id of the field of its reason."""
    return f"reason-{kind}-{pupil}"


@dataclass(frozen=True)
class TotalsForm:
    """A posted page. Only what differs from what the page had shown counts as written."""

    form_id: uuid.UUID
    values: dict[str, str]
    seen: dict[str, Seen]
    accepts: bool

    def changes(self) -> list[TotalChange]:
        """What was written, and what was accepted by one key where nothing was written or stands.

        The same form sent twice gives the same ids, so the second time is harmless.
        """
        places = [(found[1], int(found[2])) for found in map(_FIELD.fullmatch, self.values) if found]
        places.sort(key=lambda place: _ORDER.index(place[0]))
        return [change for place in places if (change := self._change(*place))]

    def _change(self, kind: str, pupil: int) -> TotalChange | None:
        value = self.values[mark_field(kind, pupil)]
        reason = self.values.get(reason_field(kind, pupil), "")
        seen = self.seen.get(f"{kind}-{pupil}", NOTHING)
        if self.accepts and not value and not seen.value and seen.acceptable:
            value, reason = seen.acceptable, ""
        if (value, reason) == (seen.value, seen.reason):
            return None
        change_id = uuid.uuid5(self.form_id, f"{kind}:{pupil}:{value}:{reason}")
        return TotalChange(change_id, pupil, value[:LONGEST_VALUE], reason, seen.version, kind)


def read_totals(data: QueryDict) -> TotalsForm:
    """Read a posted page. Nonsense in the hidden fields makes the form one that has seen nothing."""
    # Nothing stored may hold NUL: PostgreSQL refuses it.
    values = {
        name: " ".join(text.replace("\0", "").split()) for name, text in data.items() if isinstance(text, str)
    }
    return TotalsForm(
        form_id(data.get("form", "")), values, read_seen(data.get("seen", ""), Seen), data.get("do") == ACCEPT
    )


def seen_of(rows: Iterable[TotalsRow], scale: Scale) -> str:
    """What a page shows, for its hidden field."""
    seen = {
        f"{total.kind}-{row.pupil.id}": [
            total.standing.version, total.standing.value, total.standing.reason,
            acceptable(total, scale) if row.due and not row.decided else "",
        ]
        for row in rows
        for total in row.totals
    }  # fmt: skip
    return json.dumps(seen, ensure_ascii=False, separators=(",", ":"))


def acceptable(total: Total, scale: Scale) -> str:
    """What one key accepts where nothing stands yet: a mark or a sign that the rule proposes."""
    if total.proposal is None or total.standing.value:
        return ""
    return outcome_text(total.proposal.outcome, scale)
