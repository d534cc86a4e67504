"""What may stand in a cell beside or instead of a mark."""

from __future__ import annotations

from dataclasses import dataclass

from zhurnal.calc.words import gettext_noop

LATE = "оп"
# A lesson lasts no longer (SanPiN 1.2.3685-21); who is later than that was not there.
LONGEST_LATE = 45


@dataclass(frozen=True, slots=True)
class AbsenceCode:
    """A sign of attendance. Who missed the lesson cannot have earned a mark in it."""

    code: str
    name: str
    counts_as_missed: bool
    excused: bool


ABSENCE_CODES: dict[str, AbsenceCode] = {
    known.code: known
    for known in (
        AbsenceCode("н", gettext_noop("причина неизвестна"), counts_as_missed=True, excused=False),
        AbsenceCode("б", gettext_noop("болезнь"), counts_as_missed=True, excused=True),
        AbsenceCode("у", gettext_noop("уважительная причина"), counts_as_missed=True, excused=True),
        AbsenceCode("нп", gettext_noop("неуважительная причина"), counts_as_missed=True, excused=False),
        AbsenceCode(LATE, gettext_noop("опоздание"), counts_as_missed=False, excused=False),
        # Exempt is present and may still be marked, in physical education for theory: domain.md §4.3.
        AbsenceCode("осв", gettext_noop("освобождён"), counts_as_missed=False, excused=True),
        AbsenceCode("сп", gettext_noop("свободное посещение"), counts_as_missed=False, excused=True),
        AbsenceCode("д", gettext_noop("учится дистанционно"), counts_as_missed=False, excused=True),
    )
}


def is_missed(code: str) -> bool:
    """Whether who has this sign of attendance was not in the lesson."""
    known = ABSENCE_CODES.get(code)
    return known is not None and known.counts_as_missed
