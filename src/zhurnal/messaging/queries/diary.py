"""Entries as the diary shows them, and how many of them somebody has not read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryReceipt, EntryRecipient, EntryReply
from zhurnal.people.models import short_name
from zhurnal.statements.prepared import prepared
from zhurnal.ui.words import stamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

# One language of signs on screen and on paper, where colour is gone.
SIGNS: dict[str, str] = {
    DiaryEntry.Kind.REMARK.value: "!",
    DiaryEntry.Kind.THANKS.value: "+",
    DiaryEntry.Kind.ANNOUNCEMENT.value: "i",
    DiaryEntry.Kind.INVITATION.value: "→",
}
# By their values: asking a class of choices for its member costs more than the rest of a line.
_KINDS = dict(DiaryEntry.Kind.choices)
_ROLES = dict(Role.choices)


_NAME = ("surname", "given_name", "patronymic")


@dataclass(slots=True)
class Signature:
    """Somebody of the family has read an entry (`signed` is None) or signed it."""

    reader_id: int
    name: str
    signed: dt.datetime | None


class Turn(NamedTuple):
    """What one side of a talk has said."""

    author_id: int
    author: str
    text: str
    written_at: dt.datetime


class FileView(NamedTuple):
    """A file that goes with an entry."""

    pk: int
    name: str
    size: int


@dataclass(slots=True)
class EntryView:
    """One entry of a diary. What was withdrawn has the sentence about that for its text."""

    entry_id: int
    recipient_id: int
    kind: str
    day: dt.date
    author: str
    author_role: str
    text: str
    version: int = 1
    school_id: int = 0
    is_withdrawn: bool = False
    signatures: list[Signature] = field(default_factory=list)
    files: list[FileView] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        """«замечание»."""
        return str(_KINDS[self.kind])

    @property
    def sign(self) -> str:
        """The sign that goes with the word."""
        return SIGNS[self.kind]

    @property
    def role_name(self) -> str:
        """«классный руководитель»."""
        return str(_ROLES[self.author_role])

    @property
    def signed_by_somebody(self) -> list[Signature]:
        """Those of the family who have signed, the first first."""
        return [signature for signature in self.signatures if signature.signed]

    def read_by(self, reader_id: int) -> bool:
        """Whether this person has read it, signed or not."""
        return any(one.reader_id == reader_id for one in self.signatures)

    def signed_by(self, reader_id: int) -> bool:
        """Whether this person has signed."""
        return any(one.reader_id == reader_id for one in self.signed_by_somebody)


def entries(pupil: int, schools: Collection[int], starts: dt.date, ends: dt.date) -> list[EntryView]:
    """What some schools wrote into a diary on the days of a span, newest first. One query.

    Whether the reader may look into this diary is decided before.
    """
    rows = _entries(pupil=pupil, starts=starts, ends=ends, now=timezone.now())
    return [_view(*row) for row in rows if row[0] in schools]


@prepared(pupil=int, starts=dt.date, ends=dt.date, now=dt.datetime)
def _entries(pupil: int, starts: dt.date, ends: dt.date, now: dt.datetime) -> QuerySet[Any, Any]:
    """Of all schools: asked for one of them, a database without statistics reads all that it ever wrote."""
    received = EntryRecipient.objects.filter(
        pupil=pupil, entry__day__gte=starts, entry__day__lte=ends, entry__visible_at__lte=now
    )
    withdrawal = "entry__withdrawal"
    return received.order_by("-entry__day", "-entry_id").values_list(
        "entry__school_id", "entry_id", "pk", "entry__kind", "entry__day", "entry__author_role", "entry__version",
        "entry__text", *(f"entry__author__{name}" for name in _NAME),
        "entry__school__time_zone", f"{withdrawal}__made_at", f"{withdrawal}__made_as",
        *(f"{withdrawal}__made_by__{name}" for name in _NAME),
    )  # fmt: skip


def _view(*row: Any) -> EntryView:
    school, entry, recipient, kind, day, role, version, text, *names = row
    author, (zone, made_at, made_as, *made_by) = names[: len(_NAME)], names[len(_NAME) :]
    if made_at is not None:
        text = withdrawn_text(made_at.astimezone(ZoneInfo(zone)), short_name(*made_by), made_as)
    made = EntryView(entry, recipient, kind, day, short_name(*author), role, text, version, school)
    made.is_withdrawn = made_at is not None
    return made


def withdrawn_text(when: dt.datetime, who: str, role: str) -> str:
    """«Отозвано 4 марта, 14:32: Громов Л. Б., директор.»."""
    return _("Отозвано {when}: {who}, {role}.").format(when=stamp(when), who=who, role=Role(role).label)


def sign(found: Iterable[EntryView], pupil: int, zone: dt.tzinfo) -> None:
    """Put the receipts of the pupil and the guardians under the entries of the pupil's diary. One query.

    `zone` is where the school is: a signature of late evening belongs to that day, whatever it is elsewhere.
    """
    signatures = defaultdict(list)
    for recipient, reader, signed, *name in _receipts(pupil=pupil):
        there = signed.astimezone(zone) if signed else None
        signatures[recipient].append(Signature(reader, short_name(*name), there))
    for one in found:
        one.signatures = signatures[one.recipient_id]


@prepared(pupil=int)
def _receipts(pupil: int) -> QuerySet[Any, Any]:
    receipts = EntryReceipt.objects.filter(recipient__pupil=pupil).order_by("signed_at", "pk")
    return receipts.values_list(
        "recipient_id", "reader_id", "signed_at", *(f"reader__{name}" for name in _NAME)
    )


def add_files(found: Iterable[EntryView], pupil: int) -> None:
    """Put the files under the entries of the pupil's diary; a withdrawn entry shows none. One query."""
    files = defaultdict(list)
    for entry, *file in _files(pupil=pupil):
        files[entry].append(FileView(*file))
    for one in found:
        one.files = [] if one.is_withdrawn else files[one.entry_id]


@prepared(pupil=int)
def _files(pupil: int) -> QuerySet[Any, Any]:
    received = EntryRecipient.objects.filter(pupil=pupil).values("entry")
    files = EntryFile.objects.filter(entry__in=received, withdrawn_at=None).order_by("pk")
    return files.values_list("entry_id", "pk", "name", "size")


def add_turns(found: Iterable[EntryView], pupil: int, guardian: int, zone: dt.tzinfo) -> None:
    """Put the talk of one guardian with the authors under the entries of the pupil's diary. One query."""
    turns = defaultdict(list)
    for recipient, author, text, at, *name in _turns(pupil=pupil, guardian=guardian):
        turns[recipient].append(Turn(author, short_name(*name), text, at.astimezone(zone)))
    for one in found:
        one.turns = turns[one.recipient_id]


@prepared(pupil=int, guardian=int)
def _turns(pupil: int, guardian: int) -> QuerySet[Any, Any]:
    turns = EntryReply.objects.filter(recipient__pupil=pupil, guardian=guardian).order_by("pk")
    return turns.values_list(
        "recipient_id", "author_id", "text", "written_at", *(f"author__{name}" for name in _NAME)
    )


def unread_count(reader_id: int, now: dt.datetime, pupil: str = "pupil") -> Coalesce:
    """An annotation: how many entries in the diary of the pupil (the field `pupil`) the reader has not read.

    What families do not see yet, or what was withdrawn, is none of them.
    """
    read = EntryReceipt.objects.filter(recipient=OuterRef("pk"), reader=reader_id)
    shown = EntryRecipient.objects.filter(entry__visible_at__lte=now, entry__withdrawal=None)
    unread = shown.filter(~Exists(read), pupil=OuterRef(pupil))
    counted = unread.order_by().values("pupil").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
