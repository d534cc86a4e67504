"""The worker: walk, settle, bundle, deliver; then wait for a while, and again."""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from zhurnal.notices.actions.announce import announce
from zhurnal.notices.actions.bundle import bundle
from zhurnal.notices.actions.deliver import deliver
from zhurnal.notices.actions.forget import forget_old
from zhurnal.notices.actions.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 5.0  # seconds
BETWEEN_CLEANINGS = dt.timedelta(hours=1)
# Behind a long ledger (a large import) families' news wait no longer than this many steps of the walk.
STEPS_AT_ONCE = 100
log = logging.getLogger(__name__)


class Done(NamedTuple):
    """What one round did: lines read, events settled, messages made, attempts to deliver."""

    lines: int
    events: int
    messages: int
    attempts: int


def work(now: dt.datetime | None = None) -> Done:
    """One round: everything that is due now. Done twice, the second finds nothing."""
    moment = now or timezone.now()
    return Done(_all(walk, moment), _all(announce, moment), _all(bundle, moment), _all(deliver, moment))


def _all(step: Callable[[dt.datetime], int], now: dt.datetime) -> int:
    total = 0
    for _ in range(STEPS_AT_ONCE):
        done = step(now)
        total += done
        if not done:
            break
    return total


def work_for_ever(parent: int | None = None, pause: float = PAUSE) -> None:
    """Round after round, until the process that started this one (the number `parent`) is gone."""
    started_by, cleaned = parent or os.getppid(), None
    while os.getppid() == started_by:
        try:
            work()
            now = timezone.now()
            if cleaned is None or now - cleaned > BETWEEN_CLEANINGS:
                forget_old(now)
                cleaned = now
        except DatabaseError:
            # Busy, full or away for a while: nothing is lost, the next round takes it up.
            log.exception("a round was broken off")
        close_old_connections()
        time.sleep(pause)
