"""What has come into diaries since a moment: for notices and for the list of what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.messaging.models import EntryRecipient

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection


class NewEntry(NamedTuple):
    """An entry in one diary. It says nothing of the text: that is read in the diary only."""

    entry_id: int
    pupil_id: int
    school_id: int
    kind: str
    visible_at: dt.datetime


def new_entries(
    since: dt.datetime, until: dt.datetime, pupils: Collection[int] | None = None
) -> list[NewEntry]:
    """Entries that became visible to families after `since` and not after `until`, in that order. One query.

    Both are moments of the machine's clock (`timezone.now()`), as `DiaryEntry.visible_at` is. An entry stands
    here once for each diary, never before its `visible_at`, and not at all once it is withdrawn: who has asked
    up to `until` begins the next time from there and misses none. `pupils` narrows it to some diaries.
    """
    found = EntryRecipient.objects.filter(
        entry__visible_at__gt=since, entry__visible_at__lte=until, entry__withdrawal=None
    )
    if pupils is not None:
        found = found.filter(pupil__in=pupils)
    found = found.order_by("entry__visible_at", "entry_id", "pupil_id").select_related("entry")
    return [
        NewEntry(one.entry_id, one.pupil_id, one.entry.school_id, one.entry.kind, one.entry.visible_at)
        for one in found.only("pupil_id", "entry__school_id", "entry__kind", "entry__visible_at")
        if one.entry.visible_at is not None
    ]
