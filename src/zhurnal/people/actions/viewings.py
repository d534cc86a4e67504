"""Noting that somebody of the staff has opened what is kept about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.people.models import Viewing

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.access.roles import Role


def note_viewing(*, viewer_id: int, role: Role, pupil_id: int, page: Viewing.Page, at: dt.datetime) -> None:
    """Write it once a day for each page; further openings of the day cost one reading query and no writing.

    It is no line of the ledger: nothing was changed, and it may be thrown away when its time is over.
    """
    key = {"pupil_id": pupil_id, "day": at.date(), "viewer_id": viewer_id, "page": page.value}
    if not Viewing.objects.filter(**key).exists():
        Viewing.objects.bulk_create([Viewing(**key, role=role.value, first_at=at)], ignore_conflicts=True)
