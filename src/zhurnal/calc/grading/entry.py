"""What a teacher types in a cell, and the one canonical text of what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from zhurnal.calc.grading import spelling
from zhurnal.calc.grading.absence import ABSENCE_CODES, LATE, LONGEST_LATE, AbsenceCode, is_missed
from zhurnal.calc.grading.scale import FIVE, Scale

__all__ = [
    "ABSENCE_CODES",
    "CLEAR",
    "FIVE",
    "AbsenceCode",
    "Entry",
    "EntryError",
    "Scale",
    "Signs",
    "cell_text",
    "is_missed",
    "parse",
]

LONGEST_TEXT = 20
DIGITS_OF_A_DOUBLE = 2
LEAST_OF_TWO_DIGITS = 10
POINT = "•"


class Signs(Flag):
    """What a school allows in a cell beside a single mark and a sign of attendance."""

    NOTHING = 0
    DOUBLE = auto()  # «5/4»
    RESIT = auto()  # «2→4»
    POINT = auto()  # «•»: the teacher waits for the work
    LATE_WORK = auto()  # «н/4»: missed, and the work was handed in later


@dataclass(frozen=True, slots=True)
class Entry:
    """The content of a cell: marks () or (5,) or (5, 4), a code of ABSENCE_CODES, minutes late.

    `resit` are the marks of a re-sit, whose first attempt are `marks`; `pending` is a «точка».
    """

    marks: tuple[int, ...] = ()
    absence: str | None = None
    minutes: int | None = None
    resit: tuple[int, ...] = ()
    pending: bool = False


CLEAR = Entry()


class EntryError(ValueError):
    """A text that means nothing in a cell.

    `code` is "outside_scale", "unreadable", "absence_with_mark" or "double_mark"; `text` is what was typed,
    shortened.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


def parse(text: str, scale: Scale = FIVE, signs: Signs = Signs.DOUBLE) -> Entry:
    """Read what was typed: «5», «5/4», «54», «н», «оп5», «5 оп5»; nothing means: clear the cell.

    Where `signs` allow: «2→4» or «2>4», a point («.», «•»), «н/4». Letters may come from the wrong keyboard
    layout; case, wide digits and odd spaces do not matter. «5.4» is not read as a double mark: it may be an
    average, pasted from a sheet by mistake. Raises EntryError.
    """
    shown = text.strip()[:LONGEST_TEXT]
    if len(text.strip()) > LONGEST_TEXT:
        raise EntryError("unreadable", f"{shown}…")
    try:
        return _read(spelling.plain(text), scale, signs)
    except _RefusedError as refusal:
        raise EntryError(str(refusal), shown) from None


def cell_text(
    marks: tuple[int, ...],
    absence: str | None = None,
    minutes: int | None = None,
    *,
    resit: tuple[int, ...] = (),
    pending: bool = False,
    scale: Scale = FIVE,
) -> str:
    """Write a cell in its canonical form: «5/4», «н», «5 оп5», «2→4», «• н», «н/4»."""
    written = "→".join(_written(attempt, scale) for attempt in (marks, resit) if attempt)
    if marks and is_missed(absence or ""):
        return f"{absence}/{written}"
    sign = f"{absence or ''}{minutes or ''}"
    return " ".join(part for part in (POINT if pending else "", written, sign) if part)


class _RefusedError(Exception):
    """Carries the code of the refusal."""


def _written(marks: tuple[int, ...], scale: Scale) -> str:
    # A mark that its scale does not know any more is still shown as it was given.
    return "/".join(scale.text(mark) if mark in scale else str(mark) for mark in marks)


def _read(plain: str, scale: Scale, signs: Signs) -> Entry:
    late = spelling.late_work(plain, scale)
    if late is not None and is_missed(late.letters):
        if Signs.LATE_WORK not in signs:
            raise _RefusedError("absence_with_mark")
        marks, resit = _attempts(late, scale, signs)
        return Entry(marks, late.letters, resit=resit)
    parts = spelling.cell(plain, scale)
    if parts is None or (parts.point and Signs.POINT not in signs):
        raise _RefusedError("unreadable")
    marks, resit = _attempts(parts, scale, signs)
    code, minutes = _attendance(parts.letters, parts.minutes, bool(marks))
    return Entry(marks, code, minutes, resit, pending=parts.point)


def _attempts(parts: spelling.Parts, scale: Scale, signs: Signs) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The marks of the first attempt and of the re-sit."""
    if parts.resit and Signs.RESIT not in signs:
        raise _RefusedError("unreadable")
    first = _marks(parts.first, parts.second, scale, signs)
    return first, _marks(parts.resit, parts.second_resit, scale, signs)


def _marks(first: str, second: str, scale: Scale, signs: Signs) -> tuple[int, ...]:
    texts = tuple(text for text in (first, second) if text)
    # «54» is two marks only where no mark has two digits: «11» of ten points is a slip of the hand.
    digits = len(first) == DIGITS_OF_A_DOUBLE and first.isdigit() and scale.high < LEAST_OF_TWO_DIGITS
    if not second and digits and scale.value(first) is None:
        texts = (first[0], first[1])
    values = tuple(scale.value(text) for text in texts)
    known = tuple(value for value in values if value is not None)
    if len(known) < len(values):
        raise _RefusedError("outside_scale")
    if len(known) > 1 and Signs.DOUBLE not in signs:
        raise _RefusedError("double_mark")
    return known


def _attendance(letters: str, minutes: str, has_marks: bool) -> tuple[str | None, int | None]:  # noqa: FBT001 -- one fact
    if not letters:
        return None, None
    # «5,4» arrives here as «5б4»: it is a decimal, no illness.
    if letters not in ABSENCE_CODES or (has_marks and minutes and letters != LATE):
        raise _RefusedError("unreadable")
    if is_missed(letters) and (has_marks or minutes):
        raise _RefusedError("absence_with_mark")
    return letters, _minutes(letters, minutes)


def _minutes(letters: str, digits: str) -> int | None:
    if not digits:
        return None
    if letters != LATE or not 1 <= int(digits) <= LONGEST_LATE:
        raise _RefusedError("unreadable")
    return int(digits)
