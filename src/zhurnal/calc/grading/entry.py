"""What a teacher types in a cell, and the one canonical text of what stands there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhurnal.calc.grading.absence import ABSENCE_CODES, LATE, LONGEST_LATE, AbsenceCode
from zhurnal.calc.grading.scale import FIVE, Scale

__all__ = [
    "ABSENCE_CODES",
    "CLEAR",
    "FIVE",
    "AbsenceCode",
    "Entry",
    "EntryError",
    "Scale",
    "cell_text",
    "parse",
]

LONGEST_TEXT = 20
DIGITS_OF_A_DOUBLE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """The content of a cell: marks () or (5,) or (5, 4), a code of ABSENCE_CODES, minutes late."""

    marks: tuple[int, ...] = ()
    absence: str | None = None
    minutes: int | None = None


CLEAR = Entry()


class EntryError(ValueError):
    """A text that means nothing in a cell.

    `code` is "outside_scale", "unreadable" or "absence_with_mark"; `text` is what was typed, shortened.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


def parse(text: str, scale: Scale = FIVE) -> Entry:
    """Read what was typed: «5», «5/4», «54», «н», «оп5», «5 оп5»; nothing means: clear the cell.

    Letters may come from the wrong keyboard layout; case, wide digits and odd spaces do not matter.
    «5.4» is not read as a double mark: it may be an average, pasted from a sheet by mistake.
    Raises EntryError.
    """
    shown = text.strip()[:LONGEST_TEXT]
    if len(text.strip()) > LONGEST_TEXT:
        raise EntryError("unreadable", f"{shown}…")
    plain = _plain(text)
    parts = _CELL.fullmatch(plain)
    if parts is None:
        raise EntryError(_why_unreadable(plain), shown)
    try:
        marks = _marks(parts["first"], parts["second"], scale)
        return _entry(marks, parts["letters"], parts["minutes"])
    except _RefusedError as refusal:
        raise EntryError(str(refusal), shown) from None


def cell_text(marks: tuple[int, ...], absence: str | None = None, minutes: int | None = None) -> str:
    """Write a cell in its canonical form: «5/4», «н», «5 оп5». `parse` reads it back unchanged."""
    sign = f"{absence or ''}{minutes or ''}"
    return " ".join(part for part in ("/".join(map(str, marks)), sign) if part)


class _RefusedError(Exception):
    """Carries the code of the refusal."""


_CELL = re.compile(
    r"(?:(?P<first>[0-9]+)(?:\s*/\s*(?P<second>[0-9]+))?)?\s*(?:(?P<letters>[а-я]+)\s*(?P<minutes>[0-9]+)?)?"
)
_MARK_WITH_LETTERS = re.compile(r"([а-я]+)[0-9/\s]+|[0-9/\s]+([а-я]+)")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_SLASHES = str.maketrans(dict.fromkeys("\\\u2044\u2215", "/"))
# The first row: the same keys in the Latin layout. The second: Latin letters that look like Cyrillic.
# Where both exist («y» is the key of «н» and looks like «у») the key wins: it is what the hand meant.
_TO_CYRILLIC = str.maketrans(
    {"y": "н", ",": "б", "<": "б", "e": "у", "j": "о", "g": "п", "c": "с", "d": "в"}
    | {"h": "н", "n": "н", "o": "о", "b": "в"}
)


def _plain(text: str) -> str:
    visible = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return visible.casefold().translate(_SLASHES).translate(_TO_CYRILLIC).strip()


def _why_unreadable(plain: str) -> str:
    """«н/4» and «4/н» are known mistakes and deserve their own sentence."""
    parts = _MARK_WITH_LETTERS.fullmatch(plain)
    return "absence_with_mark" if parts and _is_missed(parts[1] or parts[2]) else "unreadable"


def _is_missed(letters: str) -> bool:
    known = ABSENCE_CODES.get(letters)
    return known is not None and known.counts_as_missed


def _marks(first: str | None, second: str | None, scale: Scale) -> tuple[int, ...]:
    values = tuple(int(digits) for digits in (first, second) if digits is not None)
    if second is None and first is not None and values[0] not in scale and len(first) == DIGITS_OF_A_DOUBLE:
        values = (int(first[0]), int(first[1]))
    if not all(value in scale for value in values):
        raise _RefusedError("outside_scale")
    return values


def _entry(marks: tuple[int, ...], letters: str | None, minutes: str | None) -> Entry:
    if letters is None:
        return Entry(marks)
    # «5,4» arrives here as «5б4»: it is a decimal, no illness.
    if letters not in ABSENCE_CODES or (marks and minutes and letters != LATE):
        raise _RefusedError("unreadable")
    if _is_missed(letters) and (marks or minutes):
        raise _RefusedError("absence_with_mark")
    return Entry(marks, letters, _minutes(letters, minutes))


def _minutes(letters: str, digits: str | None) -> int | None:
    if digits is None:
        return None
    if letters != LATE or not 1 <= int(digits) <= LONGEST_LATE:
        raise _RefusedError("unreadable")
    return int(digits)
