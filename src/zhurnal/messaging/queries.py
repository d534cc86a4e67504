"""Entries as the diary shows them, and who has not read what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from zhurnal.access.roles import Role
from zhurnal.messaging.models import DiaryEntry, EntryReceipt, EntryRecipient
from zhurnal.people.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

# One language of signs on screen and on paper, where colour is gone.
SIGNS = {
    DiaryEntry.Kind.REMARK: "!",
    DiaryEntry.Kind.THANKS: "+",
    DiaryEntry.Kind.ANNOUNCEMENT: "i",
    DiaryEntry.Kind.INVITATION: "→",
}


_NAME = ("surname", "given_name", "patronymic")


@dataclass(slots=True)
class Signature:
    """Somebody of the family has read an entry (`signed` is None) or signed it."""

    reader_id: int
    name: str
    signed: dt.datetime | None


@dataclass(slots=True)
class EntryView:
    """One entry of a diary."""

    entry_id: int
    recipient_id: int
    kind: str
    day: dt.date
    author: str
    author_role: str
    text: str
    signatures: list[Signature] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        """«замечание»."""
        return str(DiaryEntry.Kind(self.kind).label)

    @property
    def sign(self) -> str:
        """The sign that goes with the word."""
        return SIGNS[DiaryEntry.Kind(self.kind)]

    @property
    def role_name(self) -> str:
        """«классный руководитель»."""
        return str(Role(self.author_role).label)

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
    return [
        EntryView(entry, recipient, kind, day, short_name(*author), role, text)
        for school, entry, recipient, kind, day, *author, role, text in _entries(
            pupil=pupil, starts=starts, ends=ends
        )
        if school in schools
    ]


@prepared(pupil=int, starts=dt.date, ends=dt.date)
def _entries(pupil: int, starts: dt.date, ends: dt.date) -> QuerySet[Any, Any]:
    """Of all schools: asked for one of them, a database without statistics reads all that it ever wrote."""
    received = EntryRecipient.objects.filter(pupil=pupil, entry__day__gte=starts, entry__day__lte=ends)
    return received.order_by("-entry__day", "-entry_id").values_list(
        "entry__school_id", "entry_id", "pk", "entry__kind", "entry__day",
        *(f"entry__author__{name}" for name in _NAME), "entry__author_role", "entry__text",
    )  # fmt: skip


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


def unread_count(reader_id: int, pupil: str = "pupil") -> Coalesce:
    """An annotation: how many entries in the diary of the pupil (the field `pupil`) the reader has not read."""
    read = EntryReceipt.objects.filter(recipient=OuterRef("pk"), reader=reader_id)
    unread = EntryRecipient.objects.filter(~Exists(read), pupil=OuterRef(pupil))
    counted = unread.order_by().values("pupil").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def short_name(surname: str, given_name: str, patronymic: str) -> str:
    """«Иванова М. П.» from the columns of a row, as `Person.short_name` makes it of a person."""
    initials = " ".join(f"{part[0]}." for part in (given_name, patronymic) if part)
    return f"{surname} {initials}"
