"""How lines of the ledger are bound together. Standard library only: an auditor can read and run it alone.

commitment  c = SHA-256(0x00 ‖ salt ‖ statement: what the line says, as canonical JSON)
link        h = SHA-256(0x01 ‖ h of the line before ‖ seq as 8 bytes, big-endian ‖ c)
start       h before line 1 = SHA-256(0x02 ‖ name of the chain): a chain cannot pass for another one

The first byte keeps the three apart (as in RFC 6962). The salt hides what was committed to: when law asks
that a line be forgotten, payload and salt go, the commitment stays, and the chain still holds.
"""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import uuid

SALT_BYTES = 32


class Record(NamedTuple):
    """A line of the ledger as plain values, in the order of the table's columns.

    `payload` is canonical JSON text; `payload` and `salt` are None once the line has been forgotten.
    """

    chain: str
    seq: int
    at: dt.datetime
    actor_id: int | None
    actor_role: str
    action: str
    subject: str
    payload: str | None
    salt: bytes | None
    commitment: bytes
    hash: bytes
    change_id: uuid.UUID | None


# One encoder for all lines: json.dumps builds a new one at each call.
canonical = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")
).encode


def start(chain: str) -> bytes:
    """Return the hash that stands before the first line of a chain."""
    return sha256(b"\x02" + chain.encode()).digest()


def statement(
    *, at: dt.datetime, actor_id: int | None, actor_role: str, action: str, subject: str,
    change_id: uuid.UUID | None, payload: str,
) -> str:  # fmt: skip
    """Return the text that is committed to; the time in UTC to the microsecond.

    A JSON array, put together by hand for speed. The payload, JSON already, comes last: what stands before
    it ends where it ends, so no two lines that differ share a statement.
    """
    when = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    who = "null" if actor_id is None else int(actor_id)
    change = "null" if change_id is None else f'"{change_id}"'
    said = f"{canonical(actor_role)},{canonical(action)},{canonical(subject)}"
    return f'["{when}",{who},{said},{change},{payload}]'


def commit(salt: bytes, said: str) -> bytes:
    """Return the commitment to a statement."""
    return sha256(b"\x00" + salt + said.encode()).digest()


def link(before: bytes, seq: int, commitment: bytes) -> bytes:
    """Return the hash of a line from the hash of the line before."""
    return sha256(b"\x01" + before + seq.to_bytes(8, "big") + commitment).digest()
