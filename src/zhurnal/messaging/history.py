"""What the ledger says of entries. The names of actions are read by notices too: they stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.audit import ledger

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from zhurnal.messaging.models import DiaryEntry, EntryReply

ENTRY_WRITE = "entry.write"
ENTRY_CORRECT = "entry.correct"
ENTRY_WITHDRAW = "entry.withdraw"
ENTRY_READ = "entry.read"
ENTRY_SIGNED = "entry.acknowledged"
REPLY_WRITE = "reply.write"
REPLY_READ = "reply.read"
RULE_SET = "replies.set"
PHRASE_ADD = "phrase.add"
PHRASE_REMOVE = "phrase.remove"

# Entries belong to no course.
school_chain = ledger.school_chain


def entry_subject(entry_id: int) -> str:
    """Of which entry a line tells."""
    return f"entry:{entry_id}"


def content_of(kind: str, text: str, files: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What an entry says: kind, text, and its files by name and hash."""
    return {"kind": kind, "text": text, "files": sorted([name, digest] for name, digest in files)}


def written(
    entry_id: int, audience: str, pupils: Sequence[int], after: dict[str, Any], change_id: uuid.UUID | None
) -> ledger.Entry:
    """An entry was written into the diaries of `pupils`."""
    payload = {
        "entry": entry_id,
        "audience": audience,
        "pupils": sorted(pupils),
        "after": after,
        "version": 1,
    }
    return ledger.Entry(ENTRY_WRITE, entry_subject(entry_id), payload, change_id)


def corrected(entry: DiaryEntry, before: dict[str, Any], after: dict[str, Any]) -> ledger.Entry:
    """Nobody had read it yet."""
    payload = {"entry": entry.pk, "before": before, "after": after, "version": entry.version}
    return ledger.Entry(ENTRY_CORRECT, entry_subject(entry.pk), payload)


def withdrawn(entry_id: int, pupils: Sequence[int], reason: str, *, was_visible: bool) -> ledger.Entry:
    """Taken back; `was_visible` tells whether families could have seen it."""
    payload = {"entry": entry_id, "pupils": sorted(pupils), "reason": reason, "was_visible": was_visible}
    return ledger.Entry(ENTRY_WITHDRAW, entry_subject(entry_id), payload)


def replied(reply: EntryReply, entry_id: int, pupil_id: int, change_id: uuid.UUID | None) -> ledger.Entry:
    """A turn of the talk between a guardian and the author of an entry."""
    payload = {"entry": entry_id, "pupil": pupil_id, "guardian": reply.guardian_id, "text": reply.text}
    return ledger.Entry(REPLY_WRITE, f"reply:{reply.pk}", payload, change_id)
