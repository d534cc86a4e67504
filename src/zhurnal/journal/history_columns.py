"""How the journal speaks in the ledger about columns and kinds of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.audit.ledger import Entry

if TYPE_CHECKING:
    from zhurnal.journal.models import Work, WorkKind

COLUMN_SET = "column.set"
KIND_SET = "kind.set"


def column_subject(work_id: int) -> str:
    """A column of a lesson."""
    return f"column:{work_id}"


def column_facts(work: Work) -> dict[str, Any]:
    """A column as a line tells it; its kind is selected. Weights in hundredths, what is not said is left out."""
    facts: dict[str, Any] = {"kind": work.kind.code, "title": work.title, "weight": work.weight}
    more = {"own_weight": work.is_own_weight, "second_weight": work.second_weight}
    return facts | {name: value for name, value in more.items() if value is not None and value is not False}


def column_entry(
    work: Work, *, before: dict[str, Any] | None, after: dict[str, Any] | None, reason: str = ""
) -> Entry:
    """A column opened (`before` is None), changed, or withdrawn (`after` is None)."""
    payload = {"lesson": work.lesson_id, "position": work.position, "before": before, "after": after}
    said: dict[str, Any] = {"reason": reason} if reason else {}
    return Entry(COLUMN_SET, column_subject(work.pk), payload | said)


def kind_facts(kind: WorkKind) -> dict[str, Any]:
    """A kind of work as a line tells it."""
    return {
        "code": kind.code, "name": kind.name, "short_name": kind.short_name, "weight": kind.weight,
        "is_control": kind.is_control, "is_hidden": kind.is_hidden,
    }  # fmt: skip


def kind_entry(kind: WorkKind, before: dict[str, Any] | None) -> Entry:
    """A kind of work added (`before` is None) or changed."""
    return Entry(KIND_SET, f"kind:{kind.pk}", {"before": before, "after": kind_facts(kind)})
