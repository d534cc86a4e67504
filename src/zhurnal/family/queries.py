"""What families have signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhurnal.family.models import WeekSignature

Signed = dict[tuple[int, "dt.date"], list["WeekSignature"]]


def signed_weeks(
    visible: QuerySet[WeekSignature], pupils: Iterable[int], mondays: Iterable[dt.date]
) -> Signed:
    """By pupil and Monday who has signed, in the order of signing. One query."""
    rows = visible.filter(pupil__in=pupils, monday__in=mondays).select_related("guardian")
    found: Signed = {}
    for row in rows.order_by("signed_at", "pk"):
        found.setdefault((row.pupil_id, row.monday), []).append(row)
    return found
