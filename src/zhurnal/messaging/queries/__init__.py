"""What screens show of entries. Rooms above read the diary's side from here."""

from zhurnal.messaging.queries.diary import (
    EntryView,
    add_files,
    add_turns,
    entries,
    sign,
    unread_count,
)
from zhurnal.messaging.queries.new import NewEntry, new_entries
from zhurnal.people.models import short_name

__all__ = [
    "EntryView", "NewEntry", "add_files", "add_turns", "entries", "new_entries", "short_name", "sign",
    "unread_count",
]  # fmt: skip
