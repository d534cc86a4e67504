"""What a pupil's marks and absences of a year look like in a line, subject by subject and period by period."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.entry import cell_text
from zhurnal.diary.words import NORMAL_WEIGHT, weight_text
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.ui.words import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.diary.queries.sums import Where
    from zhurnal.diary.queries.written import WrittenMark, WrittenYear

# No lesson has so many columns of marks.
_AFTER_MARKS = 1000


class Sign(NamedTuple):
    """A mark that wants to be seen, of a control work, another weight or school; or a run of others: «5 4»."""

    text: str
    kind: str = "ordinary"
    about: str = ""
    weight: str = ""


def signs_of(year: WrittenYear) -> dict[Where, list[Sign]]:
    """Marks and absences by subject and period; a lateness stands after the marks of its lesson."""
    found: dict[Where, list[Sign]] = defaultdict(list)
    dated = [
        (mark.date, mark.number, mark.position, mark.subject, mark.period, _sign(mark)) for mark in year.marks
    ]
    dated += [
        (one.date, one.number, _AFTER_MARKS, one.subject, one.period, _absence(one.code, one.minutes))
        for one in year.absences
    ]
    for _date, _number, _position, subject, period, sign in sorted(dated, key=itemgetter(0, 1, 2)):
        if period:
            found[subject, period].append(sign)
    return found


def runs(signs: Iterable[Sign]) -> list[Sign]:
    """Neighbours without a story joined: the page has a part for each thing to see, not for each mark."""
    joined: list[Sign] = []
    for sign in signs:
        if joined and not sign.about and (last := joined[-1]).kind == sign.kind:
            joined[-1] = Sign(f"{last.text} {sign.text}", sign.kind)
        else:
            joined.append(sign)
    return joined


def _sign(mark: WrittenMark) -> Sign:
    scale = mark.rules.scale.code
    if mark.source:
        return _brought(mark, scale)
    return _written(mark.values, mark.about, mark.missed, scale)


@lru_cache(maxsize=8192)
def _written(values: tuple[Any, ...], about: tuple[Any, ...], missed: str, scale: str) -> Sign:
    """The same answers and dictations come again and again in a school."""
    value, second, resit, resit_second, pending = values
    text = text_of(Standing(value, second, resit, resit_second, bool(pending), missed), scale)
    weight, is_control, kind, title = about
    if weight == NORMAL_WEIGHT and not is_control:
        return Sign(text)
    shown = weight_text(weight)
    return Sign(text, "control" if is_control else "weighted", f"{title or kind} {shown}".rstrip(), shown)


def _brought(one: WrittenMark, scale: str) -> Sign:
    weight, _is_control, _kind, title = one.about
    shown = weight_text(weight)
    about = ", ".join(part for part in (one.source, title, shown, day(one.date)) if part)
    return Sign(text_of(Standing(one.values[0]), scale), "brought", about, shown)


@lru_cache(maxsize=1024)
def _absence(code: str, minutes: int | None) -> Sign:
    return Sign(cell_text((), code, minutes), "absence")
