"""Lists for those who write: entries with how many families have read them, and the talks about one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q

from zhurnal.messaging.models import EntryReceipt, EntryRecipient
from zhurnal.messaging.policies import may_withdraw, recipients_overseen_by, replies_to
from zhurnal.messaging.queries.diary import SIGNS
from zhurnal.messaging.queries.sought import entries_sought

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.messaging.models import DiaryEntry, EntryReply
    from zhurnal.messaging.queries.sought import Sought
    from zhurnal.school.standing import Standing

PAGE = 20
MOST_TALKS = 100


class Numbers(NamedTuple):
    """In how many diaries an entry stands, in how many somebody has read it, in how many somebody has signed."""

    diaries: int = 0
    read: int = 0
    signed: int = 0


class EntryLine(NamedTuple):
    """An entry of the list, with its numbers as far as the reader may count."""

    entry: DiaryEntry
    to: str
    numbers: Numbers
    # A withdrawn text is for its author and the heads.
    shows_text: bool

    @property
    def sign(self) -> str:
        """The sign that goes with the kind."""
        return SIGNS[self.entry.kind]


def entry_lines(standing: Standing, sought: Sought, number: int) -> tuple[list[EntryLine], bool]:
    """A page of the entries sought, the newest first, and whether there are more. Three queries."""
    ordered = (
        entries_sought(standing, sought)
        .select_related("author", "school", "withdrawal")
        .order_by("-written_at", "-pk")
    )
    entries = list(ordered[(number - 1) * PAGE : number * PAGE + 1])
    shown = entries[:PAGE]
    counts, names = _counts(standing, [one.pk for one in shown]), _single_names(shown)
    lines = [
        EntryLine(
            one, one.audience or names.get(one.pk, ""), counts.get(one.pk, Numbers()),
            not hasattr(one, "withdrawal") or may_withdraw(standing, one),
        )
        for one in shown
    ]  # fmt: skip
    return lines, len(entries) > PAGE


def _counts(standing: Standing, entries: list[int]) -> dict[int, Numbers]:
    receipts = EntryReceipt.objects.filter(recipient=OuterRef("pk"))
    rows = (
        recipients_overseen_by(standing)
        .filter(entry__in=entries)
        .values("entry")
        .annotate(
            diaries=Count("pk"),
            read=Count("pk", filter=Q(Exists(receipts))),
            signed=Count("pk", filter=Q(Exists(receipts.filter(signed_at__isnull=False)))),
        )
    )
    return {row["entry"]: Numbers(row["diaries"], row["read"], row["signed"]) for row in rows}


def _single_names(entries: list[DiaryEntry]) -> dict[int, str]:
    """To whom an entry goes that names no audience. One query."""
    single = [one.pk for one in entries if not one.audience]
    found = EntryRecipient.objects.filter(entry__in=single).select_related("pupil").order_by("pk")
    return {one.entry_id: one.pupil.list_name for one in found}


@dataclass(slots=True)
class Talk:
    """What a guardian and the author of an entry have said, the first first."""

    recipient: EntryRecipient
    guardian_id: int
    guardian: str
    turns: list[TurnLine] = field(default_factory=list)

    @property
    def unread(self) -> int:
        """How many turns the author has not read."""
        return sum(turn.is_new for turn in self.turns)


class TurnLine(NamedTuple):
    """One turn, in the time of the school."""

    author: str
    text: str
    written_at: dt.datetime
    is_new: bool


def talks_of(person_id: int) -> list[Talk]:
    """The talks about one's own entries, with something unread first, then the newest. One query.

    Of the last hundred turns: an older talk comes back when somebody writes in it.
    """
    rows = replies_to(person_id).select_related(
        "recipient__entry__school", "recipient__entry__author", "recipient__pupil", "guardian", "author"
    )
    talks: dict[tuple[int, int], Talk] = {}
    for row in reversed(rows.order_by("-pk")[:MOST_TALKS]):
        key = (row.recipient_id, row.guardian_id)
        # Taken out and put back: who spoke last stands last.
        talk = talks.pop(key, None) or Talk(row.recipient, row.guardian_id, row.guardian.full_name)
        talk.turns.append(_turn(row))
        talks[key] = talk
    newest_first = list(talks.values())[::-1]
    return sorted(newest_first, key=lambda talk: not talk.unread)


def unread_replies(person_id: int) -> int:
    """How many turns wait for the author. One query."""
    theirs = replies_to(person_id).exclude(author=person_id)
    return theirs.filter(read_at=None).count()


def _turn(row: EntryReply) -> TurnLine:
    there = row.written_at.astimezone(ZoneInfo(row.recipient.entry.school.time_zone))
    is_theirs = row.author_id == row.guardian_id
    return TurnLine(row.author.short_name, row.text, there, is_theirs and row.read_at is None)
