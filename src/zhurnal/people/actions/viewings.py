"""Noting that somebody of the staff has opened what is kept about a pupil."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhurnal.people.models import Viewing

if TYPE_CHECKING:
    from zhurnal.access.roles import Role

KEPT = dt.timedelta(days=3 * 365)


def note_viewing(*, viewer_id: int, role: Role, pupil_id: int, page: Viewing.Page, at: dt.datetime) -> None:
    """Write it once a day for each page; further openings of the day cost one reading query and no writing.

    It is no line of the ledger: nothing was changed, and it may be thrown away when its time is over.
    """
    key = {"pupil_id": pupil_id, "day": at.date(), "viewer_id": viewer_id, "page": page.value}
    if not Viewing.objects.filter(**key).exists():
        Viewing.objects.bulk_create([Viewing(**key, role=role.value, first_at=at)], ignore_conflicts=True)


def forget_viewings(today: dt.date) -> int:
    """Delete what is older than three years, and tell how many rows there were."""
    deleted, _ = Viewing.objects.filter(day__lt=today - KEPT).delete()
    return deleted
