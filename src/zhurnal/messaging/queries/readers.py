"""Who has read an entry, who has signed it and who has not: pupil by pupil, with the guardians."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from zhurnal.audit import ledger
from zhurnal.messaging import history
from zhurnal.messaging.models import EntryReceipt
from zhurnal.messaging.policies import recipients_overseen_by
from zhurnal.people.guarding import in_force
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import Enrolment
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from zhurnal.messaging.models import DiaryEntry
    from zhurnal.school.standing import Standing


class Reader(NamedTuple):
    """Somebody in whose sight the entry stands."""

    name: str
    is_pupil: bool
    read_at: dt.datetime | None
    signed_at: dt.datetime | None


class PupilLine(NamedTuple):
    """A pupil in whose diary the entry stands, with who reads it: the pupil first."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    readers: list[Reader]

    @property
    def is_read(self) -> bool:
        """Whether anybody of the family has read it."""
        return any(one.read_at for one in self.readers)

    @property
    def is_signed(self) -> bool:
        """Whether anybody of the family has signed it."""
        return any(one.signed_at for one in self.readers)


class ClassLine(NamedTuple):
    """A class, with how many of its diaries show the entry, and in how many it was read and signed."""

    class_id: int
    name: str
    diaries: int
    read: int
    signed: int


class Change(NamedTuple):
    """A line of the ledger about an entry: who did what, when, and why."""

    action: str
    who: str
    at: dt.datetime
    reason: str
    before: str


def pupil_lines(standing: Standing, entry: DiaryEntry) -> list[PupilLine]:
    """Everybody who reads the entry, in the order of class lists, as far as the person may look. Four queries."""
    recipients = recipients_overseen_by(standing).filter(entry=entry)
    rows = list(recipients.select_related("pupil").order_by("pupil__sort_key", "pupil_id"))
    pupils = recipients.order_by().values("pupil")
    enrolled = Enrolment.objects.filter(holds_on(entry.day), pupil__in=pupils).select_related("school_class")
    classes = {one.pupil_id: one.school_class for one in enrolled}
    guardians = _guardians(entry, pupils)
    receipts = defaultdict(list)
    for receipt in EntryReceipt.objects.filter(recipient__in=recipients).select_related("reader"):
        receipts[receipt.recipient_id].append(receipt)
    lines = []
    for row in rows:
        people, school_class = [row.pupil, *guardians[row.pupil_id]], classes.get(row.pupil_id)
        place = (school_class.pk, school_class.name) if school_class else (0, "")
        readers = _readers(people, receipts[row.pk], row.pupil_id, _zone(entry))
        lines.append(PupilLine(row.pupil_id, row.pupil.list_name, *place, readers))
    order = {one.pk: (one.grade, one.letter) for one in classes.values()}
    return sorted(lines, key=lambda line: order.get(line.class_id, (0, "")))


def _guardians(entry: DiaryEntry, pupils: QuerySet[Any, Any]) -> dict[int, list[Person]]:
    """The guardians of today of each pupil. One query."""
    found = defaultdict(list)
    answering = Guardianship.objects.filter(in_force(entry.school.today()), pupil__in=pupils)
    for one in answering.select_related("guardian").order_by("guardian__sort_key", "pk"):
        found[one.pupil_id].append(one.guardian)
    return found


def class_lines(lines: Iterable[PupilLine]) -> list[ClassLine]:
    """The same, added up class by class."""
    return [
        ClassLine(
            number, pupils[0].class_name, len(pupils), _count(pupils, "is_read"), _count(pupils, "is_signed")
        )
        for number, group in groupby(lines, attrgetter("class_id"))
        for pupils in [list(group)]
    ]


def totals(lines: Iterable[PupilLine]) -> dict[str, tuple[int, int, int]]:
    """Of guardians and of pupils: how many, how many have read, have signed. Who has two children counts twice."""
    found = {}
    for name, is_pupil in (("guardians", False), ("pupils", True)):
        readers = [one for line in lines for one in line.readers if one.is_pupil == is_pupil]
        read, signed = (sum(bool(getattr(one, at)) for one in readers) for at in ("read_at", "signed_at"))
        found[name] = (len(readers), read, signed)
    return found


def changes_of(entry: DiaryEntry) -> list[Change]:
    """What was done to an entry after it was written, the first first. Two queries."""
    wanted = (history.ENTRY_CORRECT, history.ENTRY_WITHDRAW)
    lines = [line for line in ledger.history(history.entry_subject(entry.pk)) if line.action in wanted]
    names = Person.objects.in_bulk({line.actor_id for line in lines if line.actor_id})
    return [
        Change(
            line.action, names[line.actor_id].short_name if line.actor_id in names else "",
            line.at.astimezone(_zone(entry)), line.details.get("reason", ""),
            line.details.get("before", {}).get("text", ""),
        )
        for line in lines
    ]  # fmt: skip


def _zone(entry: DiaryEntry) -> ZoneInfo:
    return ZoneInfo(entry.school.time_zone)


def _count(lines: list[PupilLine], name: str) -> int:
    return sum(getattr(line, name) for line in lines)


def _readers(
    people: Iterable[Person], receipts: Iterable[EntryReceipt], pupil_id: int, zone: ZoneInfo
) -> list[Reader]:
    """Who should read, and who has read and is no guardian any more."""
    left = {one.reader_id: one for one in receipts}

    def made() -> Iterator[Reader]:
        for person in people:
            yield _reader(person, left.pop(person.pk, None), pupil_id, zone)
        for receipt in list(left.values()):
            yield _reader(receipt.reader, receipt, pupil_id, zone)

    return list(made())


def _reader(person: Person, receipt: EntryReceipt | None, pupil_id: int, zone: ZoneInfo) -> Reader:
    read, signed = (receipt.read_at, receipt.signed_at) if receipt else (None, None)
    return Reader(
        person.short_name,
        person.pk == pupil_id,
        read and read.astimezone(zone),
        signed and signed.astimezone(zone),
    )
