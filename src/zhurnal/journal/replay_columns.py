"""Do columns stand as the ledger tells of them? A weight that follows the rules moves with them, without a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zhurnal.audit.models import Line
from zhurnal.journal.history_columns import COLUMN_SET, column_facts, column_subject
from zhurnal.journal.models import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 500


def changed_columns() -> Iterator[tuple[str, str, str]]:
    """Subject, what the last line about a column says, what stands in the table. Read once, however many lines."""
    lines = Line.objects.filter(action=COLUMN_SET).order_by("chain", "seq")
    told = dict(lines.values_list("subject", "payload").iterator(chunk_size=BATCH))
    known = [(subject, payload) for subject, payload in told.items() if payload is not None]
    for start in range(0, len(known), BATCH):
        some = known[start : start + BATCH]
        standing = _standing([subject for subject, _payload in some])
        for subject, payload in some:
            expected, found = _said(json.loads(payload)["after"]), standing.get(subject, "ничего")
            if expected != found:
                yield subject, expected, found


def _standing(subjects: list[str]) -> dict[str, str]:
    numbers = [int(subject.partition(":")[2]) for subject in subjects]
    works = Work.objects.filter(pk__in=numbers).select_related("kind")
    return {
        column_subject(work.pk): _said(None if work.withdrawn_at else column_facts(work)) for work in works
    }


def _said(facts: dict[str, Any] | None) -> str:
    if facts is None:
        return "убрана"
    followed = set() if facts.get("own_weight") else {"weight"}
    return json.dumps({name: facts[name] for name in sorted(facts.keys() - followed)}, ensure_ascii=False)
