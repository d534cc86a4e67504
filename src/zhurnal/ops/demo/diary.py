"""Entries in diaries: announcements, invitations, remarks, thanks, and who has read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.messaging.models import DiaryEntry, EntryReceipt, EntryRecipient
from zhurnal.ops.demo.bulk import first_free_id, insert, restart_counters, write_lines
from zhurnal.ops.demo.clock import DAY, NOW, TODAY, at
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.lessons import school_days
from zhurnal.ops.demo.phrases import choose
from zhurnal.ops.demo.talks import Written, draw, extras_dice, write_extras

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from zhurnal.ops.demo.cast import Cast, FixedEntry
    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing
    from zhurnal.ops.demo.talks import Extras

# A day: of a class, of a pupil (1.5 announcements a week; 0.15 remarks, 0.08 thanks a pupil and week).
ANNOUNCED, INVITED, REMARKED, THANKED = 0.5, 0.02, 0.030, 0.016
TO_ALL, BY_CLASS_TEACHER = 0.06, 0.5
GUARDIAN_READS, PUPIL_READS, SIGNED = 0.65, 0.5, 0.75
FIRST_READING_GRADE = 5
# «Прошу прийти …» goes to one family.
TO_ONE, REMEMBERED = "Прошу", 8
UNREAD = TODAY - 4 * DAY


class EntryDraft(NamedTuple):
    """An entry, its author as a number, and the pupils (indexes) in whose diaries it stands."""

    kind: str
    author: int
    role: Role
    audience: str
    text: str
    written: dt.datetime
    pupils: tuple[int, ...]
    extras: Extras | None = None  # None: by lot


@dataclass
class _Seats:
    """Who sits in which class on a day, and who teaches whom."""

    drawn: Staffing
    people: People
    taught: list[TaughtCourse]

    def __post_init__(self) -> None:
        self.of_class: list[list[tuple[int, dt.date, dt.date | None]]] = [[] for _ in self.drawn.classes]
        for index, pupil in enumerate(self.people.roll.pupils):
            for stint in pupil.stints:
                self.of_class[stint.class_index].append((index, stint.since, stint.until))
        self.teachers: dict[int, dict[str, int]] = {}
        for course in self.taught:
            for member in course.members:
                self.teachers.setdefault(member.pupil, {})[course.draft.slug] = course.teacher

    def on(self, class_index: int, day: dt.date) -> tuple[int, ...]:
        return tuple(
            pupil
            for pupil, since, until in self.of_class[class_index]
            if since <= day and (until is None or day <= until)
        )


def write_diaries(
    drawn: Staffing, registers: Registers, people: People, taught: list[TaughtCourse], cast: Cast
) -> None:
    """Write the entries of a school's diaries and their receipts."""
    writer = _Writer(drawn, registers, _Seats(drawn, people, taught), cast)
    drafts = sorted(writer.entries(), key=lambda draft: draft.written)
    first_entry, first_recipient = first_free_id(DiaryEntry), first_free_id(EntryRecipient)
    chance = extras_dice(drawn.profile.short_name)
    entries = [_numbered(first_entry + place, draft, chance) for place, draft in enumerate(drafts)]
    _write_entries(registers, entries)
    recipients = [(one, pupil) for one in entries for pupil in one.pupils]
    rows = (
        (first_recipient + place, one.entry, people.pupils[pupil].pk)
        for place, (one, pupil) in enumerate(recipients)
    )
    insert(EntryRecipient, ("id", "entry", "pupil"), rows)
    lines = write_extras(registers, people, entries)
    lines += _write_receipts(_Reading(drawn, people, cast).receipts(first_recipient, recipients))
    lines.sort(key=lambda line: line[1].at)
    chain = ledger.school_chain(registers.school.pk)
    write_lines(ledger.build_lines(chain, lines, ledger.head(chain)))
    restart_counters(DiaryEntry, EntryRecipient)


def _numbered(number: int, draft: EntryDraft, chance: Random) -> Written:
    drawn = draw(chance, draft.role, draft.pupils, draft.written)
    return Written(
        number, draft.kind, draft.text, draft.author, draft.role, draft.audience, draft.written, draft.pupils,
        drawn if draft.extras is None else draft.extras,
    )  # fmt: skip


def _write_entries(registers: Registers, entries: list[Written]) -> None:
    names = (
        "id", "school", "kind", "author", "author_role", "audience", "text", "day", "written_at", "visible_at",
        "version",
    )  # fmt: skip
    rows = (
        (
            one.entry, registers.school.pk, one.kind, one.author, one.role.value, one.audience, one.text,
            one.written.date(), one.written, one.written, 1,
        )
        for one in entries
    )  # fmt: skip
    insert(DiaryEntry, names, rows)


class _Writer:
    def __init__(self, drawn: Staffing, registers: Registers, seats: _Seats, cast: Cast) -> None:
        self.drawn, self.registers, self.seats, self.cast = drawn, registers, seats, cast
        self.people = seats.people
        self.chance = dice("diaries", drawn.profile.short_name)
        self.said: list[list[str]] = [[] for _ in drawn.classes]  # a class hears nothing twice in a row

    def entries(self) -> Iterator[EntryDraft]:
        for index, a_class in enumerate(self.drawn.classes):
            for day in school_days(self.registers, a_class.grade, a_class.days):
                yield from self._of_class(index, day)
                for pupil in self.seats.on(index, day):
                    yield from self._of_pupil(index, pupil, day)
        for day in school_days(self.registers, 2, 5):
            if self.chance.random() < TO_ALL:
                yield self._to_all(day)
        yield from (self._fixed(entry) for entry in self.cast.entries)

    def _of_class(self, index: int, day: dt.date) -> Iterator[EntryDraft]:
        for kind, share in (("announcement", ANNOUNCED), ("invitation", INVITED)):
            if self.chance.random() < share and (written := self._written(day)):
                text, _ = choose(self.chance, kind, day.month, self.drawn.classes[index].grade)
                pupils = self.seats.on(index, day)
                if text.startswith(TO_ONE):
                    pupils = (self.chance.choice(pupils),)
                elif text in self.said[index]:
                    continue
                self.said[index] = [*self.said[index][-REMEMBERED:], text]
                yield self._by_class_teacher(index, kind, text, written, pupils)

    def _of_pupil(self, index: int, pupil: int, day: dt.date) -> Iterator[EntryDraft]:
        lot = self.chance.random()
        if lot > REMARKED + THANKED or (written := self._written(day)) is None:
            return
        kind = "remark" if lot < REMARKED else "thanks"
        text, slug = choose(self.chance, kind, day.month, self.drawn.classes[index].grade)
        text = text.format_map({"name": self.people.pupils[pupil].given_name})
        teachers = self.seats.teachers[pupil]
        if not slug and self.chance.random() < BY_CLASS_TEACHER:
            yield self._by_class_teacher(index, kind, text, written, (pupil,))
            return
        author = teachers.get(slug) if slug else self.chance.choice(sorted(set(teachers.values())))
        if author is not None:
            who = self.people.teachers[author].pk
            yield EntryDraft(kind, who, Role.TEACHER, "", text, written, (pupil,))

    def _by_class_teacher(
        self, index: int, kind: str, text: str, written: dt.datetime, pupils: tuple[int, ...]
    ) -> EntryDraft:
        author = self.people.teachers[self.drawn.class_teachers[index]].pk
        audience = self.drawn.classes[index].name if len(pupils) > 1 else ""
        return EntryDraft(kind, author, Role.CLASS_TEACHER, audience, text, written, pupils)

    def _to_all(self, day: dt.date) -> EntryDraft:
        role = self.chance.choice((Role.DIRECTOR, Role.DEPUTY))
        text, _ = choose(self.chance, "announcement", day.month, 2)
        written = self._written(day) or at(day, 8)
        return EntryDraft(
            "announcement", self.people.officers[role].pk, role, "Вся школа", text, written, self._all(day)
        )

    def _all(self, day: dt.date) -> tuple[int, ...]:
        return tuple(pupil for index in range(len(self.drawn.classes)) for pupil in self.seats.on(index, day))

    def _fixed(self, entry: FixedEntry) -> EntryDraft:
        """What the child of the demo account `parent` shall find in the diary."""
        index = self.drawn.find(7, "А")
        written = at(entry.day, entry.hour, 12)
        extras = entry.extras._replace(pupil=self.child()) if entry.extras.talk else entry.extras
        if entry.role is Role.DIRECTOR:
            author = self.people.officers[Role.DIRECTOR].pk
            pupils = self._all(entry.day)
            return EntryDraft(
                entry.kind, author, entry.role, "Вся школа", entry.text, written, pupils, extras
            )
        if entry.role is Role.CLASS_TEACHER:
            whole = self.seats.on(index, entry.day)
            pupils = whole if entry.to_class else (self.child(),)
            return self._by_class_teacher(index, entry.kind, entry.text, written, pupils)._replace(
                extras=extras
            )
        author = self.people.teachers[self.drawn.famous_teacher].pk
        return EntryDraft(entry.kind, author, entry.role, "", entry.text, written, (self.child(),), extras)

    def child(self) -> int:
        return self.people.index_of(self.cast.child)

    def _written(self, day: dt.date) -> dt.datetime | None:
        """In the afternoon; what would be written this afternoon is not there yet."""
        written = at(day, self.chance.randint(9, 17), self.chance.randint(0, 59))
        return written if written < NOW else None


class _Reading:
    """Who has read what, and when: rows of (recipient, reader, read, signed)."""

    def __init__(self, drawn: Staffing, people: People, cast: Cast) -> None:
        self.drawn, self.people = drawn, people
        self.chance: Random = dice("readers", drawn.profile.short_name)
        self.waiting = people.guardians_named(cast.mother)

    def receipts(
        self, first: int, recipients: list[tuple[Written, int]]
    ) -> Iterator[tuple[int, int, int, dt.datetime, dt.datetime | None, int]]:
        """Nobody reads what was withdrawn; whoever had read it before keeps the receipt."""
        for place, (one, pupil) in enumerate(recipients):
            last = min(one.withdrawn_at or NOW, NOW)
            for reader, share in self._readers(pupil):
                if reader in self.waiting and one.written.date() >= UNREAD:
                    continue
                read = one.written + dt.timedelta(minutes=self.chance.randint(30, 4000))
                if self.chance.random() < share and read < last:
                    signed = read if self.chance.random() < SIGNED else None
                    yield first + place, one.entry, reader, read, signed, self.people.pupils[pupil].pk

    def _readers(self, pupil: int) -> Iterator[tuple[int, float]]:
        draft = self.people.roll.pupils[pupil]
        for guardian in self.people.guardians[draft.family]:
            yield guardian.pk, GUARDIAN_READS
        if self.drawn.classes[draft.stints[-1].class_index].grade >= FIRST_READING_GRADE:
            yield self.people.pupils[pupil].pk, PUPIL_READS


def _write_receipts(
    receipts: Iterator[tuple[int, int, int, dt.datetime, dt.datetime | None, int]],
) -> list[tuple[ledger.Entry, ledger.Stamp]]:
    """Receipts, and for every signature the line that `acknowledge_entry` writes."""
    rows, lines = [], []
    for recipient, entry, reader, read, signed, pupil in receipts:
        rows.append((recipient, reader, read, signed))
        if signed is not None:
            role = Role.PUPIL if reader == pupil else Role.GUARDIAN
            said = ledger.Entry("entry.acknowledged", f"entry:{entry}:{pupil}", {"reader": reader})
            lines.append((said, ledger.Stamp(reader, role.value, signed)))
    insert(EntryReceipt, ("recipient", "reader", "read_at", "signed_at"), rows)
    return lines
