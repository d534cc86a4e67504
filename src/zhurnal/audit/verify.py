"""The verifier: reads a ledger line by line and names the first line of a chain that cannot be trusted.

It needs no database and no framework, only plain tuples, one line in memory at a time. It sees every
flipped bit, every line that is missing, moved or slipped in. It cannot see that lines are missing at the END
of a chain: nothing inside the chain tells how long it should be. Replaying history against the tables finds
that, because a mark would stand there of which no line tells; so do heads of chains kept outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.audit.hashing import Record, commit, link, start, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Breach(NamedTuple):
    """From `seq` on, the chain proves nothing. `why` is one of the reasons below."""

    chain: str
    seq: int
    why: str


MISSING = "missing"  # another line stands where this one should
ALTERED = "altered"  # what the line says is not what was committed to
UNLINKED = "unlinked"  # the line does not follow from the line before
UNREADABLE = "unreadable"  # the values are not even of the right kind


def verify_chains(records: Iterable[Record]) -> list[Breach]:
    """Verify chains one after another and return at most one breach for each: its first.

    `records` come chain by chain, each in the order of its numbers, as `ledger.records` reads them.
    """
    return list(breaches(records))


def breaches(records: Iterable[Record]) -> Iterator[Breach]:
    """Do the same, telling each breach as soon as it is found."""
    chain, seq, before, broken = None, 0, b"", False
    for record in records:
        if record.chain != chain:
            chain, seq, before, broken = record.chain, 0, start(record.chain), False
        if broken:
            continue
        seq += 1
        why = _fault(record, seq, before)
        if why is not None:
            broken = True
            yield Breach(record.chain, seq, why)
        before = record.hash


def _fault(record: Record, seq: int, before: bytes) -> str | None:
    if record.seq != seq:
        return MISSING
    try:
        if not _says_what_it_said(record):
            return ALTERED
        return None if link(before, seq, record.commitment) == record.hash else UNLINKED
    except (AttributeError, TypeError, ValueError):
        return UNREADABLE


def _says_what_it_said(record: Record) -> bool:
    """A forgotten line has neither payload nor salt; one of the two alone is a line tampered with."""
    if record.payload is None and record.salt is None:
        return True
    if record.payload is None or record.salt is None:
        return False
    said = statement(
        at=record.at, actor_id=record.actor_id, actor_role=record.actor_role, action=record.action,
        subject=record.subject, change_id=record.change_id, payload=record.payload,
    )  # fmt: skip
    return commit(record.salt, said) == record.commitment
