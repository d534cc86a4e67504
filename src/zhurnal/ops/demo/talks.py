"""What goes with the entries of a demo school: files, withdrawals, replies, phrases, and what the ledger says."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.messaging import history
from zhurnal.messaging.models import (
    EntryFile,
    EntryPhrase,
    EntryRecipient,
    EntryReply,
    EntryWithdrawal,
    ReplyRule,
)
from zhurnal.ops.demo.clock import NOW, TODAY, at
from zhurnal.ops.demo.dice import dice
from zhurnal.ui import media

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ui.media import StoredFile

Lines = list[tuple[ledger.Entry, ledger.Stamp]]
# Of all entries; of those to a class.
WITHDRAWN, WITH_FILE, ANSWERED, ANSWERED_BACK = 0.006, 0.03, 0.05, 0.7
SETTLED = TODAY - dt.timedelta(days=7)
REASONS = ("Ошибка в дате", "Отправлено не тому классу", "Собрание отменено")
FILES = {
    "Памятка.txt": "Сменная обувь, форма по расписанию, дневник.\n",
    "Список вещей.csv": "Что взять;Сколько\nТетрадь;2\nРучка;1\nЦветные карандаши;1\n",
    "План мероприятий.txt": "10:00 — сбор у входа\n10:30 — начало\n12:00 — возвращение\n",
}
QUESTIONS = (
    "Спасибо, будем.",
    "Смогу подойти на полчаса позже, это не поздно?",
    "Можно ли прийти с младшим ребёнком?",
    "Приняли к сведению, дома поговорили.",
)
ANSWERS = ("Да, конечно.", "Спасибо, жду вас.", "Хорошо, спасибо, что написали.")
PHRASES = (
    (
        "announcement",
        "Собрание",
        "Уважаемые родители! … марта в 18:30 — родительское собрание в кабинете класса.",
    ),
    ("announcement", "Нет уроков", "… — нерабочий день. К занятиям выходим …"),
    ("remark", "Нет тетради", "Пришёл(ла) без тетради. Прошу проверить, что взято с собой."),
    ("remark", "Опоздание", "Опоздал(а) на … минут. Прошу помочь выходить раньше."),
    ("thanks", "Помощь классу", "Спасибо за помощь в подготовке …"),
    ("invitation", "Беседа", "Прошу прийти … в … для беседы. Если время неудобно, ответьте на эту запись."),
)


class Turn(NamedTuple):
    """A guardian (or the author, who answers) says something so long after the entry."""

    is_guardian: bool
    after: dt.timedelta
    text: str


class Extras(NamedTuple):
    """What goes with one entry. A talk is that of the first guardian of a pupil."""

    file: str = ""
    withdrawn: dt.timedelta | None = None
    reason: str = REASONS[0]
    talk: tuple[Turn, ...] = ()
    pupil: int | None = None


class Written(NamedTuple):
    """An entry that stands in the database."""

    entry: int
    kind: str
    text: str
    author: int
    role: Role
    audience: str
    written: dt.datetime
    pupils: tuple[int, ...]
    extras: Extras

    @property
    def withdrawn_at(self) -> dt.datetime | None:
        """When it was taken back."""
        return self.written + self.extras.withdrawn if self.extras.withdrawn is not None else None


def draw(chance: Random, role: Role, pupils: tuple[int, ...], written: dt.datetime) -> Extras:
    """What goes with an entry, by lot."""
    lots = [chance.random() for _ in range(4)]
    pupil, answer = chance.choice(pupils), chance.choice(ANSWERS)
    file, question, reason = chance.choice(sorted(FILES)), chance.choice(QUESTIONS), chance.choice(REASONS)
    to_class, settled = len(pupils) > 1 and role is Role.CLASS_TEACHER, written.date() < SETTLED
    if lots[0] < WITHDRAWN and settled:
        return Extras(withdrawn=dt.timedelta(minutes=20 + int(lots[3] * 70)), reason=reason)
    talk: tuple[Turn, ...] = ()
    if to_class and settled and lots[1] < ANSWERED:
        talk = (Turn(is_guardian=True, after=dt.timedelta(minutes=95), text=question),)
        if lots[2] < ANSWERED_BACK:
            talk += (Turn(is_guardian=False, after=dt.timedelta(minutes=180), text=answer),)
    return Extras(file if to_class and lots[3] < WITH_FILE else "", talk=talk, pupil=pupil if talk else None)


def write_extras(registers: Registers, people: People, entries: Sequence[Written]) -> Lines:
    """Write what goes with the entries; the lines about all of it."""
    kept = {name: media.store("entries", name, io.BytesIO(text.encode())) for name, text in FILES.items()}
    EntryFile.objects.bulk_create(
        EntryFile(entry_id=one.entry, added_at=one.written, **kept[one.extras.file]._asdict())
        for one in entries
        if one.extras.file
    )
    lines = [_written(one, people, kept) for one in entries]
    return [*lines, *_withdraw(entries, people), *_talk(entries, people), *_set_up(registers, people)]


def _written(one: Written, people: People, kept: dict[str, StoredFile]) -> tuple[ledger.Entry, ledger.Stamp]:
    file = kept.get(one.extras.file)
    after = history.content_of(one.kind, one.text, [(file.name, file.sha256)] if file else [])
    pupils = [people.pupils[pupil].pk for pupil in one.pupils]
    line = history.written(one.entry, one.audience, pupils, after, None)
    return line, ledger.Stamp(one.author, one.role.value, one.written)


def _withdraw(entries: Sequence[Written], people: People) -> Iterator[tuple[ledger.Entry, ledger.Stamp]]:
    gone = [(one, when) for one in entries if (when := one.withdrawn_at) is not None]
    EntryWithdrawal.objects.bulk_create(
        EntryWithdrawal(entry_id=one.entry, made_by_id=one.author, made_as=one.role, made_at=when)
        for one, when in gone
    )
    for one, when in gone:
        pupils = [people.pupils[pupil].pk for pupil in one.pupils]
        line = history.withdrawn(one.entry, pupils, one.extras.reason, was_visible=True)
        yield line, ledger.Stamp(one.author, one.role.value, when)


def _talk(entries: Sequence[Written], people: People) -> Iterator[tuple[ledger.Entry, ledger.Stamp]]:
    """A reply counts as read where it was answered."""
    for one in entries:
        if not one.extras.talk or one.extras.pupil is None:
            continue
        pupil = people.pupils[one.extras.pupil].pk
        guardians = people.guardians[people.roll.pupils[one.extras.pupil].family]
        recipient = EntryRecipient.objects.get(entry=one.entry, pupil=pupil)
        last = one.extras.talk[-1]
        for turn in one.extras.talk:
            when, author = one.written + turn.after, guardians[0].pk if turn.is_guardian else one.author
            if when >= NOW:
                continue
            read = one.written + last.after if turn.is_guardian and not last.is_guardian else None
            row = EntryReply.objects.create(
                recipient=recipient, guardian=guardians[0], author_id=author, text=turn.text, written_at=when,
                read_at=read,
            )  # fmt: skip
            role = Role.GUARDIAN if turn.is_guardian else one.role
            yield history.replied(row, one.entry, pupil, None), ledger.Stamp(author, role.value, when)


def _set_up(registers: Registers, people: People) -> Lines:
    """The director takes replies within hours; the deputy head keeps phrases."""
    director, deputy = people.officers[Role.DIRECTOR], people.officers[Role.DEPUTY]
    began = at(registers.year.starts, 9)
    rule = ReplyRule.objects.create(school=registers.school, mode="hours")
    names = ("mode", "starts", "ends", "to_class_teachers", "to_teachers", "to_heads")
    told = {name: str(getattr(rule, name)) for name in names}
    lines: Lines = [
        (
            ledger.Entry(history.RULE_SET, f"school:{registers.school.pk}", told),
            ledger.Stamp(director.pk, Role.DIRECTOR.value, began),
        )
    ]
    for kind, title, text in PHRASES:
        row = EntryPhrase.objects.create(school=registers.school, kind=kind, title=title, text=text)
        said = {"owner": None, "kind": kind, "title": title, "text": text}
        line = ledger.Entry(history.PHRASE_ADD, f"phrase:{row.pk}", said)
        lines.append((line, ledger.Stamp(deputy.pk, Role.DEPUTY.value, began)))
    return lines


def extras_dice(school: str) -> Random:
    """The dice of this matter."""
    return dice("entries and what goes with them", school)
