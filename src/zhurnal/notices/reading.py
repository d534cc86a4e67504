"""Reading a line of the ledger: which things that families care for it changed. Pure, without a database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhurnal.audit.hashing import canonical
from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.journal import history as journal
from zhurnal.messaging import history as messaging
from zhurnal.notices.kinds import Aspect, Kind
from zhurnal.timetable import history as timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhurnal.audit.models import Line

    _Reader = Callable[[Line, dict[str, Any]], Iterator["Found"]]

NO_REASON = "н"
YES = "1"
NEW_PASSWORD = "password.changed"  # noqa: S105 -- the name of an action of people
NEW_DEVICE = "sign_in.new_device"
_MARK_SIZE = 12  # of a hash that stands for a text


@dataclass(frozen=True, slots=True)
class Found:
    """Something changed from `before` to `after`. Ids as the ledger tells them: the things may be gone."""

    kind: Kind
    key: str
    before: str
    after: str
    aspect: str = ""
    pupil: int | None = None
    course: int | None = None
    work: int | None = None
    lesson: int | None = None
    period: int | None = None
    entry: int | None = None
    user: int | None = None


def read(line: Line) -> list[Found]:
    """What a line tells families; nothing for most lines, and for what was forgotten by law."""
    reader = _READERS.get(line.action)
    if reader is None or line.payload is None:
        return []
    return [one for one in reader(line, line.details) if one.before != one.after]


def _cell(line: Line, said: dict[str, Any]) -> Iterator[Found]:
    """A mark and an absence stand in one cell, and are told of apart."""
    pupil, work = _numbers(line)
    for kind, part in ((Kind.MARK, mark_in), (Kind.ABSENCE, absence_in)):
        yield Found(
            kind, f"{kind}:{pupil}:{work}", part(said["before"]), part(said["after"]), pupil=pupil, work=work
        )


def mark_in(text: str) -> str:
    """The marks of a cell: «5/4» of «5/4 оп5», «4» of «н/4», nothing of «н»."""
    code, slash, marks = text.partition("/")
    if slash and code in ABSENCE_CODES:
        return marks
    return " ".join(part for part in text.split() if _sign(part) not in ABSENCE_CODES)


def absence_in(text: str) -> str:
    """Whether a cell tells of an absence whose reason nobody knows."""
    return YES if NO_REASON in {text.partition("/")[0], *text.split()} else ""


def _sign(part: str) -> str:
    return part.rstrip("0123456789")


def _period_mark(line: Line, said: dict[str, Any]) -> Iterator[Found]:
    course, pupil, period = _numbers(line)
    yield Found(
        Kind.PERIOD_MARK, line.subject, _value(said["before"]), _value(said["after"]),
        pupil=pupil, course=course, period=period,
    )  # fmt: skip


def _year_mark(line: Line, said: dict[str, Any]) -> Iterator[Found]:
    course, pupil, _kind = line.subject.split(":")[1:]
    yield Found(
        Kind.PERIOD_MARK, line.subject, _value(said["before"]), _value(said["after"]),
        pupil=int(pupil), course=int(course),
    )  # fmt: skip


def _value(side: dict[str, Any] | None) -> str:
    return str(side["value"]) if side else ""


def _homework(line: Line, said: dict[str, Any]) -> Iterator[Found]:
    (lesson,) = _numbers(line)
    before, after = _task(said["before"]), _task(said["after"])
    yield Found(Kind.HOMEWORK, f"{Kind.HOMEWORK}:{lesson}", before, after, lesson=lesson)


def _task(facts: dict[str, Any] | None) -> str:
    """A mark by which one text is told from another; nothing where nothing was set."""
    if not facts or not facts["text"]:
        return ""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()[:_MARK_SIZE]


def _lesson(aspect: Aspect, sides: Callable[[dict[str, Any]], tuple[str, str]]) -> _Reader:
    def reader(line: Line, said: dict[str, Any]) -> Iterator[Found]:
        (lesson,) = _numbers(line)
        before, after = sides(said)
        yield Found(
            Kind.LESSON, f"{Kind.LESSON}:{lesson}:{aspect}", before, after, aspect=aspect, lesson=lesson
        )

    return reader


def _entry(before: str, after: str) -> _Reader:
    def reader(line: Line, _said: dict[str, Any]) -> Iterator[Found]:
        (entry,) = _numbers(line)
        yield Found(Kind.ENTRY, f"{Kind.ENTRY}:{entry}", before, after, entry=entry)

    return reader


def _password(line: Line, _said: dict[str, Any]) -> Iterator[Found]:
    """Every change is one: nobody takes a password back."""
    (user,) = _numbers(line)
    yield Found(Kind.SECURITY, f"{Kind.SECURITY}:{user}:{line.pk}", "", "password", user=user)


def _device(line: Line, said: dict[str, Any]) -> Iterator[Found]:
    """Whoever signs in twice from new browsers is told twice."""
    (user,) = _numbers(line)
    yield Found(
        Kind.SECURITY, f"{Kind.SECURITY}:{user}:{line.pk}", "", f"device {said['browser']}", user=user
    )


def _numbers(line: Line) -> tuple[int, ...]:
    return tuple(map(int, line.subject.split(":")[1:]))


_READERS: dict[str, _Reader] = {
    journal.CELL_SET: _cell,
    journal.PERIOD_MARK_SET: _period_mark,
    journal.YEAR_MARK_SET: _year_mark,
    journal.HOMEWORK_SET: _homework,
    timetable.CANCELLED: _lesson(Aspect.HELD, lambda _: (YES, "")),
    timetable.RESTORED: _lesson(Aspect.HELD, lambda _: ("", YES)),
    timetable.ADDED: _lesson(Aspect.HELD, lambda _: ("", "added")),
    timetable.MOVED: _lesson(
        Aspect.PLACE,
        lambda said: (f"{said['from_date']} {said['from_number']}", f"{said['date']} {said['number']}"),
    ),
    timetable.SUBSTITUTED: _lesson(
        Aspect.TEACHER, lambda said: (str(said["before"] or ""), str(said["teacher"]))
    ),
    timetable.SUBSTITUTION_ENDED: _lesson(Aspect.TEACHER, lambda said: (str(said["before"]), "")),
    messaging.ENTRY_WRITE: _entry("", YES),
    messaging.ENTRY_WITHDRAW: _entry(YES, ""),
    NEW_PASSWORD: _password,
    NEW_DEVICE: _device,
}
