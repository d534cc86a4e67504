"""What a pupil's marks and absences of a year look like in a line, subject by subject and period by period."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.queries.written import Told
from zhurnal.diary.words import NORMAL_WEIGHT, weight_text
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.ui.words import day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from zhurnal.diary.queries.sums import Where
    from zhurnal.diary.queries.written import Columns, Written

# Kinds of signs that have no story of their own.
_PLAIN = {"ordinary", "absence"}


class Sign(NamedTuple):
    """A mark that wants to be seen, of a control work, another weight or school; or a run of others: «5 4»."""

    text: str
    kind: str = "ordinary"
    about: str = ""
    weight: str = ""


def signs_of(year: Iterable[Written]) -> dict[Where, list[Sign]]:
    """Marks and absences by subject and period; a lateness stands after the marks of its lesson."""
    found: dict[Where, list[Sign]] = defaultdict(list)
    for date, _number, _position, subject, period, rules, told, absence, minutes in year:
        if period:
            sign = _sign(told, absence, rules.scale.code) if told else _absence(absence, minutes)
            found[subject, period].append(_on(date, sign) if sign.kind == "brought" else sign)
    return found


def runs(signs: Iterable[Sign]) -> list[Sign]:
    """Neighbours without a story joined: the page has a part for each thing to see, not for each mark."""
    joined: list[Sign] = []
    for sign in signs:
        if joined and sign.kind in _PLAIN and joined[-1].kind == sign.kind:
            joined[-1] = Sign(f"{joined[-1].text} {sign.text}", sign.kind)
        else:
            joined.append(sign)
    return joined


@lru_cache(maxsize=8192)
def _sign(columns: Columns, missed: str, scale: str) -> Sign:
    """The same answers and dictations come again and again in a school."""
    told = Told(*columns)
    shown = weight_text(told.weight)
    if told.source:
        about = ", ".join(part for part in (told.source, told.title, shown) if part)
        return Sign(text_of(Standing(told.value), scale), "brought", about, shown)
    text = text_of(
        Standing(told.value, told.second, told.resit, told.resit_second, bool(told.pending), missed), scale
    )
    if told.weight == NORMAL_WEIGHT and not told.is_control:
        return Sign(text)
    about = f"{told.title or told.kind} {shown}".rstrip()
    return Sign(text, "control" if told.is_control else "weighted", about, shown)


def _on(date: dt.date, brought: Sign) -> Sign:
    """A mark that was brought along belongs to no lesson: it says its day itself."""
    return brought._replace(about=f"{brought.about}, {day(date)}")


@lru_cache(maxsize=1024)
def _absence(code: str, minutes: int | None) -> Sign:
    return Sign(cell_text((), code, minutes), "absence")
