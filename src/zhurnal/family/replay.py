"""Replaying history: do signatures under weeks stand as the ledger tells? Ticks have no history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from zhurnal.audit.models import Line
from zhurnal.family.history import WEEK_SIGNED, week_of
from zhurnal.family.models import WeekSignature
from zhurnal.journal.replay import Discrepancy

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNED, NOT_SIGNED = "подписано", "не подписано"
BATCH = 5000


def changed_weeks() -> Iterator[Discrepancy]:
    """Each signature of one guardian where ledger and table differ. A forgotten line tells nothing any more."""
    lines = Line.objects.filter(action=WEEK_SIGNED)
    told, forgotten = set(), set()
    for subject, payload in lines.values_list("subject", "payload").iterator(chunk_size=BATCH):
        if payload is None:
            forgotten.add(subject)
        else:
            told.add((subject, json.loads(payload)["guardian"]))
    rows = WeekSignature.objects.values_list("pupil_id", "monday", "guardian_id")
    standing = {
        (week_of(pupil, monday), guardian) for pupil, monday, guardian in rows.iterator(chunk_size=BATCH)
    }
    for subject, guardian in sorted(told - standing):
        yield Discrepancy(f"{subject}:{guardian}", SIGNED, NOT_SIGNED)
    for subject, guardian in sorted(standing - told):
        if subject not in forgotten:
            yield Discrepancy(f"{subject}:{guardian}", NOT_SIGNED, SIGNED)
