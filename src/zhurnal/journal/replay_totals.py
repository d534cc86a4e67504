"""Do marks of periods and years and decisions of the council stand as the ledger tells of them?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zhurnal.audit.models import Line
from zhurnal.journal import history
from zhurnal.journal.models import PeriodMark, YearDecision, YearMark

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 5000
ACTIONS = (history.PERIOD_MARK_SET, history.YEAR_MARK_SET, history.DECISION_SET)
_SIDE = ("value", "proposed", "paragraph", "reason")
_NOTHING = "ничего"


def changed_totals() -> Iterator[tuple[str, str, str]]:
    """Subject, what the last line about it says, what stands in the table. Four queries."""
    standing = dict(_standing())
    lines = Line.objects.filter(action__in=ACTIONS).order_by("chain", "seq")
    told = dict(lines.values_list("subject", "payload").iterator(chunk_size=BATCH))
    for subject, payload in told.items():
        found = standing.pop(subject, _NOTHING)
        if payload is None:
            continue
        said = json.loads(payload)
        expected = _words(said["after"], said["version"])
        if expected != found:
            yield subject, expected, found
    for subject, found in standing.items():
        yield subject, _NOTHING, found


def _standing() -> Iterator[tuple[str, str]]:
    """What stands in the tables, by subject."""
    periods = PeriodMark.objects.values_list("course_id", "pupil_id", "period_id", "version", *_SIDE)
    for course, pupil, period, version, *side in periods.iterator(chunk_size=BATCH):
        told = history.TotalSide(*side).told
        yield history.period_mark_subject(course, pupil, period), _words(told, version)
    years = YearMark.objects.values_list("course_id", "pupil_id", "kind", "version", *_SIDE)
    for course, pupil, kind, version, *side in years.iterator(chunk_size=BATCH):
        told = history.TotalSide(*side).told
        yield history.year_mark_subject(course, pupil, kind), _words(told, version)
    for row in YearDecision.objects.iterator(chunk_size=BATCH):
        told = history.decision_facts(row.kind, row.protocol, row.decided_on, row.comment)
        yield history.decision_subject(row.year_id, row.pupil_id), _words(told, row.version)


def _words(told: dict[str, Any], version: int) -> str:
    return f"{json.dumps(told, ensure_ascii=False, sort_keys=True)}, версия {version}"
