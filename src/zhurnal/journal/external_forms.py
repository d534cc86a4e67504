"""The form of marks that a pupil brought along: rows as typed, what they mean, what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.journal import change_forms as forms
from zhurnal.journal.actions.external_rules import BroughtMark
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.weights import read_weight, write_weight
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhurnal.journal.models import ExternalMark, WorkKind

ROWS = 5
_FIELDS = ("date", "value", "kind", "weight", "title", "source")
# Beside which field of a row a refusal stands.
_PLACES = {
    "outside_scale": "value", "no_marks_in_subject": "value", "no_source": "source",
    "unreadable_weight": "weight", "odd_column_weight": "weight",
}  # fmt: skip


@dataclass
class MarkRow:
    """One row of the form: what stands in its fields, and the sentences beside them."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has begun to fill it in: kind and source are chosen for all rows."""
        return not any(self.values.get(name) for name in ("date", "value", "weight", "title"))

    def id(self, name: str) -> str:
        """Name and id of a field."""
        return f"{name}-{self.number}"

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def refuse(self, refused: RefusedError) -> None:
        """Put the sentence of a refusal beside its field."""
        place = _PLACES.get(refused.code, "date")
        if refused.code == "text_too_long":
            place = "title" if len(self.value("title")) > len(self.value("source")) else "source"
        self.errors[place] = refused.sentence

    def summary(self) -> list[tuple[str, str]]:
        """(field, sentence) for the summary on top."""
        return [(self.id(name), sentence) for name, sentence in self.errors.items()]


def read_rows(data: Mapping[str, str]) -> list[MarkRow]:
    """The rows that somebody has begun to fill in; one source may stand for all."""
    rows = [_row(data, number) for number in range(ROWS)]
    return [row for row in rows if not row.is_empty]


def read_row(data: Mapping[str, str]) -> MarkRow:
    """The only row of the form that changes a mark."""
    return _row(data, 0)


def _row(data: Mapping[str, str], number: int) -> MarkRow:
    row = MarkRow(number)
    row.values = {name: forms.text(data, row.id(name)) for name in _FIELDS}
    row.values["source"] = row.values["source"] or forms.text(data, "source")
    return row


def row_of(mark: ExternalMark, text: str) -> MarkRow:
    """A mark that stands there as a row to change."""
    values = {
        "date": mark.date.isoformat(), "value": text, "weight": write_weight(mark.weight), "title": mark.title,
        "source": mark.source,
    }  # fmt: skip
    return MarkRow(0, values)


def brought(
    row: MarkRow, kinds: Mapping[int, tuple[WorkKind, int]], *, is_control: bool = False
) -> BroughtMark | None:
    """What a row means; None where it cannot be read, with the sentences put into the row.

    `kinds` are kinds of work with their weights; an own weight goes before that of the kind. Without a kind the
    mark stays a control work where it was one.
    """
    day, weight = forms.as_day(row.value("date")), None
    if day is None:
        row.errors["date"] = _("Дату не прочитать. Выберите день в календаре.")
    try:
        weight = read_weight(row.value("weight"))
    except RefusedError as refused:
        row.refuse(refused)
    kind, usual = kinds.get(as_id(row.value("kind")) or 0, (None, 100))
    if row.errors or day is None:
        return None
    return BroughtMark(
        day, row.value("value"), row.value("source"), usual if weight is None else weight,
        kind.is_control if kind else is_control, row.value("title") or (kind.name if kind else ""),
    )  # fmt: skip
