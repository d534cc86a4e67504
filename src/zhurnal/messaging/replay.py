"""Replaying history: do entries, whom they went to, and signatures stand as the ledger tells?

What was changed behind the back of the actions is found here, as the journal finds it of marks. A line forgotten by
law tells nothing any more: its entry is not compared.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.audit.models import Line
from zhurnal.messaging import history
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryReceipt, EntryRecipient, EntryWithdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 5000
NOTHING, SIGNED, NOT_SIGNED = "нет записи", "подписано", "не подписано"


class State(NamedTuple):
    """What an entry says, to whom, and whether it stands."""

    content: dict[str, Any]
    version: int
    pupils: frozenset[int]
    is_withdrawn: bool


def changed_entries() -> Iterator[tuple[str, str, str]]:
    """(entry, what the ledger tells, what stands there), where the two differ."""
    told, standing = _told(), dict(_standing())
    for subject in sorted(told.keys() | standing.keys()):
        expected, found = told.get(subject), standing.get(subject)
        if expected is not _FORGOTTEN and expected != found:
            yield subject, *_differing(expected, found)


def changed_signatures() -> Iterator[tuple[str, str, str]]:
    """The same of signatures, each of one reader under one entry of one diary."""
    lines = Line.objects.filter(action=history.ENTRY_SIGNED, payload__isnull=False)
    told = {
        f"{subject}:{json.loads(payload or '{}').get('reader')}"
        for subject, payload in lines.values_list("subject", "payload").iterator(chunk_size=BATCH)
    }
    signed = EntryReceipt.objects.filter(signed_at__isnull=False)
    rows = signed.values_list("recipient__entry_id", "recipient__pupil_id", "reader_id")
    standing = {f"entry:{entry}:{pupil}:{reader}" for entry, pupil, reader in rows.iterator(chunk_size=BATCH)}
    forgotten = set(
        Line.objects.filter(action=history.ENTRY_SIGNED, payload=None).values_list("subject", flat=True)
    )
    for name in sorted(told - standing):
        yield name, SIGNED, NOT_SIGNED
    for name in sorted(standing - told):
        if name.rpartition(":")[0] not in forgotten:
            yield name, NOT_SIGNED, SIGNED


_FORGOTTEN = State({}, 0, frozenset(), is_withdrawn=False)


def _told() -> dict[str, State]:
    wanted = (history.ENTRY_WRITE, history.ENTRY_CORRECT, history.ENTRY_WITHDRAW)
    rows = Line.objects.filter(action__in=wanted).order_by("chain", "seq")
    found: dict[str, State] = {}
    for action, subject, payload in rows.values_list("action", "subject", "payload").iterator(
        chunk_size=BATCH
    ):
        before = found.get(subject)
        if payload is None or before is _FORGOTTEN:
            found[subject] = _FORGOTTEN
            continue
        said = json.loads(payload)
        if action == history.ENTRY_WRITE or before is None:
            pupils = frozenset(said.get("pupils", ()))
            found[subject] = State(said.get("after", {}), said.get("version", 0), pupils, is_withdrawn=False)
        elif action == history.ENTRY_CORRECT:
            found[subject] = before._replace(content=said["after"], version=said["version"])
        else:
            found[subject] = before._replace(is_withdrawn=True)
    return found


def _standing() -> Iterator[tuple[str, State]]:
    files: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for entry, *file in EntryFile.objects.filter(withdrawn_at=None).values_list("entry_id", "name", "sha256"):
        files[entry].append((file[0], file[1]))
    pupils: dict[int, set[int]] = defaultdict(set)
    for entry, pupil in EntryRecipient.objects.values_list("entry_id", "pupil_id").iterator(chunk_size=BATCH):
        pupils[entry].add(pupil)
    gone = set(EntryWithdrawal.objects.values_list("entry_id", flat=True))
    rows = DiaryEntry.objects.values_list("pk", "kind", "text", "version")
    for entry, kind, text, version in rows.iterator(chunk_size=BATCH):
        content = history.content_of(kind, text, files[entry])
        yield (
            history.entry_subject(entry),
            State(content, version, frozenset(pupils[entry]), is_withdrawn=entry in gone),
        )


def _differing(expected: State | None, found: State | None) -> tuple[str, str]:
    """The first part that differs, in words."""
    if expected is None or found is None:
        return _words(expected), _words(found)
    if expected.content != found.content or expected.version != found.version:
        return _words(expected), _words(found)
    if expected.pupils != found.pupils:
        return f"дневников: {len(expected.pupils)}", f"дневников: {len(found.pupils)}"
    return _status(expected), _status(found)


def _words(state: State | None) -> str:
    return NOTHING if state is None else f"«{state.content.get('text', '')[:60]}», версия {state.version}"


def _status(state: State) -> str:
    return "отозвана" if state.is_withdrawn else "стоит"
