"""Files that nothing names: what was uploaded with a form that was refused, or never came through."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from zhurnal.audit.models import Line
from zhurnal.journal.models import ExcuseFile, HomeworkFile
from zhurnal.messaging.models import EntryFile
from zhurnal.ui import media

if TYPE_CHECKING:
    from collections.abc import Sequence

# Long enough for a database that was restored from last month's copy to be set right again.
KEPT = dt.timedelta(days=60)
ROWS = (HomeworkFile, EntryFile, ExcuseFile)
_AT_ONCE = 50


def delete_stray_files(now: dt.datetime) -> int:
    """Delete what has lain for sixty days and is named by no row and no line of the ledger; tell how many.

    Rows that are withdrawn name their files still. Three queries where something is old, one more for every
    fifty contents that are in no row: it looks through the whole ledger.
    """
    before = now - KEPT
    old = {path: path.rpartition("/")[2] for path in media.paths_before(before)}
    rows = (model.objects.values_list("path", flat=True) for model in ROWS) if old else ()
    named = set(chain.from_iterable(rows))
    stray = {path: digest for path, digest in old.items() if path not in named}
    told = _told_of(sorted(set(stray.values())))
    return sum(media.discard(path, before) for path, digest in stray.items() if digest not in told)


def _told_of(names: Sequence[str]) -> set[str]:
    """Which of the contents the ledger still tells of, in whatever words."""
    told: set[str] = set()
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        asked = reduce(or_, (Q(payload__contains=name) for name in some))
        for payload in Line.objects.filter(asked).values_list("payload", flat=True).iterator():
            told.update(name for name in some if name in (payload or ""))
    return told
