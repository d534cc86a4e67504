"""What came of trying to hand something over to another server."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Outcome(Enum):
    """Only `LATER` may be tried again: the other side certainly has not taken it."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    GONE = "gone"  # there is no such target any more
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """What came of it, in the words of the other side; `wait`: seconds that it asked for."""

    outcome: Outcome
    why: str = ""
    wait: int = 0
