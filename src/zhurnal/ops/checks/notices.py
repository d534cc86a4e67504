"""What got stuck on its way out of the house, and what nobody knows about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from zhurnal.audit.models import Line
from zhurnal.notices.models import Delivery, LedgerCursor, Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

STUCK = dt.timedelta(hours=1)
STILL = dt.timedelta(hours=1)
RECENT = dt.timedelta(days=1)


def standing_worker() -> Iterator[str]:
    """Lines of the ledger that the worker should have read long ago, where it has ever run."""
    for cursor in LedgerCursor.objects.all():
        ahead = Line.objects.filter(pk__gt=cursor.line_id, at__lt=timezone.now() - STILL).order_by("pk")
        for line in ahead[:1]:
            yield str(line)


def stuck_deliveries() -> Iterator[str]:
    """Due for an hour and not tried; not yet bundled for an hour."""
    late = timezone.now() - STUCK
    yield from _told(Delivery.objects.filter(state=Delivery.State.QUEUED, next_try_at__lt=late))
    for notice in Notice.objects.filter(message=None, send_after__lt=late).iterator():
        yield f"№ {notice.pk}"


def lost_answers() -> Iterator[str]:
    """Nobody knows whether they arrived; those of the last day, for nothing can be done about them."""
    since = timezone.now() - RECENT
    return _told(Delivery.objects.filter(state=Delivery.State.UNKNOWN, ended_at__gt=since))


def _told(deliveries: QuerySet[Delivery]) -> Iterator[str]:
    for one in deliveries.order_by("pk").iterator():
        yield f"№ {one.pk}, {one.target}: {one.why}"
