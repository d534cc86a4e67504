"""The entries of a diary, as far as the reader of the frame may look."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zhurnal.messaging.permission import is_open_at, takes_replies
from zhurnal.messaging.policies import files_received_by
from zhurnal.messaging.queries import EntryView, add_files, add_turns, entries, sign
from zhurnal.messaging.queries.rules import reply_rules
from zhurnal.ui.words import clock

if TYPE_CHECKING:
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.messaging.models import EntryFile, ReplyRule
    from zhurnal.school.standing import Standing


class Replies:
    """Whether the reader may answer which entries: for a guardian, by the switch of the school."""

    def __init__(self, rules: dict[int, ReplyRule], now: dt.time) -> None:
        self._rules = rules
        self._now = now

    def taken(self, entry: EntryView) -> bool:
        """Whether the entry is answered at all."""
        return not entry.is_withdrawn and takes_replies(self._rules.get(entry.school_id), entry.author_role)

    def open(self, entry: EntryView) -> bool:
        """Whether it may be answered now."""
        return self.taken(entry) and is_open_at(self._rules[entry.school_id], self._now)

    def hours(self, found: list[EntryView]) -> tuple[str, str] | None:
        """From when to when answers are taken, where some are and not now: said once for all entries."""
        waiting = next((one for one in found if self.taken(one) and not self.open(one)), None)
        if waiting is None:
            return None
        rule = self._rules[waiting.school_id]
        return clock(rule.starts), clock(rule.ends)


def entries_between(frame: Frame, starts: dt.date, ends: dt.date) -> list[EntryView]:
    """Entries of some days, newest first: written while the pupil was visible, in those schools. One query."""
    schools = {span.school_class.year.school_id for span in frame.enrolments}
    return entries(frame.pupil.pk, schools, starts, min(ends, frame.last_visible_day or ends))


def all_entries(frame: Frame) -> list[EntryView]:
    """Every entry with the family's receipts and its files, newest first. Three queries."""
    found = entries_between(frame, dt.date.min, dt.date.max)
    sign(found, frame.pupil.pk, ZoneInfo(frame.school.time_zone))
    add_files(found, frame.pupil.pk)
    return found


def talk_of(frame: Frame, standing: Standing, found: list[EntryView]) -> Replies:
    """Put the reader's own talk under the entries, and tell which are answered. Two queries for a guardian."""
    if frame.pupil.pk not in standing.child_ids:
        return Replies({}, dt.time(0))
    add_turns(found, frame.pupil.pk, standing.person_id, ZoneInfo(frame.school.time_zone))
    return Replies(reply_rules({one.school_id for one in found}), frame.school.now().time())


def entry_file_of(frame: Frame, standing: Standing, entry_id: int, file_id: int) -> EntryFile | None:
    """A file of an entry that stands in this diary for this reader. Two queries."""
    standing_there = entries_between(frame, dt.date.min, dt.date.max)
    if not any(one.entry_id == entry_id and not one.is_withdrawn for one in standing_there):
        return None
    return files_received_by(standing).filter(pk=file_id, entry=entry_id).first()
