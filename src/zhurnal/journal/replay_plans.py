"""Do plans and the files of homework stand as the ledger tells of them?"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from zhurnal.audit.models import Line
from zhurnal.journal.history import lesson_subject
from zhurnal.journal.history_plans import FILE_ADDED, FILE_WITHDRAWN, PLAN_SET, plan_subject
from zhurnal.journal.models import HomeworkFile, PlanTopic
from zhurnal.journal.plan_rows import PlanRow, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 5000
GONE, SHOWN, UNTOLD = "убран", "приложен", "ничего"


def changed_plans() -> Iterator[tuple[str, str, str]]:
    """Subject, the state that the last line about a plan names, the state of its rows. Two queries."""
    told = _last_states()
    standing: dict[str, list[PlanRow]] = defaultdict(list)
    rows = PlanTopic.objects.order_by("course", "number").values_list("course_id", *PlanRow._fields)
    for course, *row in rows.iterator(chunk_size=BATCH):
        standing[plan_subject(course)].append(PlanRow(*row))
    for subject in sorted(told.keys() | standing.keys()):
        expected, found = told.get(subject, state_of([])), state_of(standing.get(subject, []))
        if expected is not None and expected != found:
            yield subject, f"план {expected}", f"план {found}"


def _last_states() -> dict[str, str | None]:
    """By plan; None where the law wanted the line forgotten."""
    lines = Line.objects.filter(action=PLAN_SET).order_by("chain", "seq").values_list("subject", "payload")
    last = dict(lines.iterator(chunk_size=BATCH))
    return {subject: json.loads(payload)["state"] if payload else None for subject, payload in last.items()}


def changed_files() -> Iterator[tuple[str, str, str]]:
    """The same for the files of homework: name, hash, whether they are shown. Two queries."""
    told, forgotten = _told_files()
    rows = HomeworkFile.objects.values_list("pk", "name", "sha256", "withdrawn_at", "homework__lesson")
    standing = {
        pk: _file(name, digest, withdrawn=withdrawn is not None)
        for pk, name, digest, withdrawn, lesson in rows.iterator(chunk_size=BATCH)
        if lesson_subject(lesson) not in forgotten
    }
    for pk in sorted(told.keys() | standing.keys()):
        expected, found = told.get(pk, UNTOLD), standing.get(pk, UNTOLD)
        if expected != found:
            yield f"homework_file:{pk}", expected, found


def _told_files() -> tuple[dict[int, str], set[str]]:
    """What the lines say of each file, and the lessons about whose files the law wanted lines forgotten."""
    lines = Line.objects.filter(action__in=(FILE_ADDED, FILE_WITHDRAWN)).order_by("chain", "seq")
    found = list(lines.values_list("action", "subject", "payload"))
    forgotten = {subject for _action, subject, payload in found if not payload}
    told = {}
    for action, subject, payload in found:
        if subject not in forgotten:
            said = json.loads(payload or "")
            told[said["file"]] = _file(said["name"], said["sha256"], withdrawn=action == FILE_WITHDRAWN)
    return told, forgotten


def _file(name: str, digest: str, *, withdrawn: bool) -> str:
    return f"«{name}» {digest[:12]}, {GONE if withdrawn else SHOWN}"
