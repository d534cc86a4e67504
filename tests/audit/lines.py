"""Lines for the tests of the ledger."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from zhurnal.audit.ledger import Entry, Stamp, build_lines

if TYPE_CHECKING:
    from zhurnal.audit.hashing import Record

MORNING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def entries(count: int) -> list[tuple[Entry, Stamp]]:
    """Marks that a teacher sets one after another, a second apart."""
    return [
        (
            Entry(
                "mark.set",
                f"cell:{pupil}:7",
                {"after": "5/4", "before": "", "version": pupil},
                uuid.UUID(int=pupil) if pupil % 2 else None,
            ),
            Stamp(17 if pupil % 3 else None, "teacher", MORNING + dt.timedelta(seconds=pupil)),
        )
        for pupil in range(1, count + 1)
    ]


def chains(**lengths: int) -> list[Record]:
    """Chains of the given lengths, one after another."""
    return [record for name, length in lengths.items() for record in build_lines(name, entries(length))]
