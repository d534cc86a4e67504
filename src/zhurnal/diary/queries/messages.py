"""The entries of a diary, as far as the reader of the frame may look."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zhurnal.messaging.queries import EntryView, entries, sign

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame


def entries_between(frame: Frame, starts: dt.date, ends: dt.date) -> list[EntryView]:
    """Entries of some days, newest first: written while the pupil was visible, in those schools. One query."""
    schools = {span.school_class.year.school_id for span in frame.enrolments}
    return entries(frame.pupil.pk, schools, starts, min(ends, frame.last_visible_day or ends))


def all_entries(frame: Frame) -> list[EntryView]:
    """Every entry with the family's receipts, newest first. Two queries."""
    found = entries_between(frame, dt.date.min, dt.date.max)
    sign(found, frame.pupil.pk, ZoneInfo(frame.school.time_zone))
    return found
