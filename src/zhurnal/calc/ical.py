"""A calendar as a text by RFC 5545: escaping, folding, times in UTC. No Django, no clock."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Octets of a line without its end; a letter is never cut in two.
LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `starts` and `ends` are aware moments, or days of which the last is not included.

    `sequence` and `stamp` grow when anything about it changes, so that calendars take the change over.
    """

    uid: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    summary: str
    stamp: dt.datetime
    location: str = ""
    description: str = ""
    sequence: int = 0
    cancelled: bool = False
    busy: bool = True


def calendar_text(name: str, events: Iterable[Event], *, refresh_hours: int = 6) -> str:
    """The calendar with CRLF at the end of each line."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zhurnal//School diary//RU", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H",
    ]  # fmt: skip
    for event in events:
        lines += _lines_of(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A TEXT value (3.3.11). Control characters, which no reader accepts, are dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in text if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"})
    for raw, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(raw, written)
    return kept


def folded(line: str) -> str:
    """A content line broken into pieces of at most 75 octets, each next one after a blank (3.1)."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, size, limit = "", 0, LONGEST_LINE
    for letter in line:
        octets = len(letter.encode())
        if size + octets > limit:
            yield piece
            piece, size, limit = "", 0, LONGEST_LINE - 1  # the blank counts
        piece += letter
        size += octets
    yield piece


def _lines_of(event: Event) -> list[str]:
    said = [
        ("UID", escaped(event.uid)), ("DTSTAMP", _moment(event.stamp)), ("SEQUENCE", str(event.sequence)),
        _when("DTSTART", event.starts), _when("DTEND", event.ends), ("SUMMARY", escaped(event.summary)),
        ("LOCATION", escaped(event.location)), ("DESCRIPTION", escaped(event.description)),
        ("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED"),
        ("TRANSP", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT"),
    ]  # fmt: skip
    return ["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in said if value), "END:VEVENT"]


def _when(name: str, value: dt.datetime | dt.date) -> tuple[str, str]:
    if isinstance(value, dt.datetime):
        return name, _moment(value)
    return f"{name};VALUE=DATE", f"{value:%Y%m%d}"


def _moment(value: dt.datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return f"{value.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
