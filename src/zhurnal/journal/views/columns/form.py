"""The form of a column: what was typed, and what the page had shown."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.journal.actions.columns import ColumnFacts, facts_of
from zhurnal.journal.rules import LONGEST_REASON, RefusedError
from zhurnal.journal.weights import read_weight, write_weight

if TYPE_CHECKING:
    from django.http import QueryDict

    from zhurnal.journal.models import Work

SAVE, PREVIEW, WITHDRAW = "save", "preview", "withdraw"
# The field beside which a refusal is told; what has none is told above the form.
FIELDS = {
    "foreign_kind": "kind", "text_too_long": "title", "unreadable_weight": "weight", "odd_column_weight": "weight",
    "reason_needed": "reason", "reason_too_short": "reason",
}  # fmt: skip


class Problem(NamedTuple):
    """Why nothing was saved, and the field that it is about."""

    field: str
    sentence: str


class FieldError(Exception):
    """A refusal that is known to be about one field."""

    def __init__(self, field: str, why: RefusedError) -> None:
        super().__init__(why.code)
        self.problem = Problem(field, why.sentence)


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """The fields as texts. `previewed`: the weights of which the page has told what they would change."""

    kind: str = ""
    title: str = ""
    weight: str = ""
    second: str = ""
    reason: str = ""
    seen: str = ""
    previewed: str = ""
    does: str = ""

    @property
    def column(self) -> ColumnFacts:
        """What was typed. Raises FieldError."""
        kind = int(self.kind) if re.fullmatch(r"[0-9]{1,18}", self.kind) else 0
        if len(self.reason) > LONGEST_REASON:
            raise FieldError("reason", _too_long())
        return ColumnFacts(kind, self.title, _weight("weight", self.weight), _weight("second", self.second))

    @property
    def seen_column(self) -> ColumnFacts:
        """What the page had shown; nonsense has seen nothing."""
        try:
            kind, title, weight, second = json.loads(self.seen)
        except (ValueError, TypeError, RecursionError):
            return ColumnFacts(0)
        return ColumnFacts(kind, title, weight, second)


def read_form(data: QueryDict) -> ColumnForm:
    """Read a posted form."""
    names = ("kind", "title", "weight", "second", "reason", "seen", "previewed", "does")
    return ColumnForm(*(str(data.get(name, "")).replace("\0", "").strip() for name in names))


def form_of(work: Work) -> ColumnForm:
    """An untouched form of a column."""
    facts = facts_of(work)
    return ColumnForm(
        kind=str(facts.kind_id), title=facts.title, weight=_written(facts.weight),
        second=_written(facts.second_weight), seen=json.dumps(facts, ensure_ascii=False),
    )  # fmt: skip


def problem_of(why: RefusedError) -> Problem:
    """A refusal beside its field."""
    return Problem(FIELDS.get(why.code, ""), why.sentence)


def _written(weight: int | None) -> str:
    return "" if weight is None else write_weight(weight)


def _weight(field: str, text: str) -> int | None:
    try:
        return read_weight(text)
    except RefusedError as why:
        raise FieldError(field, why) from None


def _too_long() -> RefusedError:
    return RefusedError("text_too_long", longest=LONGEST_REASON)
