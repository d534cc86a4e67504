"""The grid as its page shows it: headings, stripes, and the few versions that cannot be guessed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.calc.grading.entry import ABSENCE_CODES, POINT, Signs
from zhurnal.journal.queries.grid import EMPTY
from zhurnal.ui.words import day, weekday

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.queries.grid import Column, Grid

HUNDREDTHS = 100


class Head(NamedTuple):
    """The heading of a column; `label` tells in full what the short lines say."""

    column: Column
    kind: str
    label: str
    locked: str


def head_of(column: Column) -> Head:
    """«КР ×2» and «25 февраля, среда, 2-й урок. Контрольная работа, вес 2»."""
    weight = weight_text(column.weight)
    parts = [f"{day(column.date)}, {weekday(column.date)}, " + _("{n}-й урок").format(n=column.number)]
    parts.append(column.kind + (_(", вес {weight}").format(weight=weight) if weight else ""))
    if column.title:
        parts.append(column.title)
    if column.substitute:
        parts.append(_("замещение: {who}").format(who=column.substitute))
    locked = "cancelled" if column.cancelled else "future" if column.future else ""
    if locked:
        parts.append(_("урок отменён") if column.cancelled else _("урок ещё не прошёл"))
    return Head(
        column, f"{column.kind_short} ×{weight}" if weight else column.kind_short, ". ".join(parts), locked
    )


def weight_text(weight: int) -> str:
    """«2», «1,5»; nothing for the ordinary weight of 1."""
    whole, rest = divmod(weight, HUNDREDTHS)
    return "" if weight == HUNDREDTHS else f"{whole},{rest:02d}".rstrip("0").rstrip(",")


def stripes(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """(classes, how many columns) for the <col> elements: a cell itself carries nothing."""
    for kind, group in groupby(enumerate(columns), key=_stripe):
        yield kind[0], len(list(group))


def _stripe(numbered: tuple[int, Column]) -> tuple[str, int]:
    index, column = numbered
    names = {
        "month": column.first_of_month and index > 0,
        "cancelled": column.cancelled,
        "future": column.future,
        "control": column.is_control,
        "substituted": bool(column.substitute),
    }
    # The first column of a month has a line at its edge: it is never one stripe with its neighbour.
    return " ".join(f"grid__stripe--{name}" for name, holds in names.items() if holds), index * names["month"]


def odd_versions(sheet: Grid) -> dict[str, int]:
    """Versions by «pupil:column» other than 1 for a cell with text and 0 for an empty one."""
    return {
        f"{row.pupil_id}:{column.work_id}": cell.version
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=True)
        if cell is not None and cell is not EMPTY and cell.version != bool(cell.text)
    }


def kinds_of(columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """The kinds of work that stand in the headings: short name, name, weight."""
    found = {(one.kind_short, one.kind, weight_text(one.weight)): None for one in columns}
    return list(found)


def signs() -> list[tuple[str, str]]:
    """The signs of attendance and what they mean."""
    return [(code.code, _(code.name)) for code in ABSENCE_CODES.values()]


def ways_of_writing(rules: Rules) -> list[tuple[str, str]]:
    """What the rules allow in a cell beside a plain mark, by example, and what it means."""
    scale, signs = rules.scale, rules.counting.signs
    if not scale.marked:
        return []
    high, low = scale.text(scale.high), scale.text(scale.low)
    ways = (
        (Signs.DOUBLE, f"{high}/{scale.text(scale.high - 1)}", _("две отметки: содержание и грамотность")),
        (Signs.RESIT, f"{low}→{high}", _("пересдача: остаются обе отметки")),
        (Signs.POINT, POINT, _("точка: работу ещё сдадут")),
        (Signs.LATE_WORK, f"н/{high}", _("пропустил урок и сдал работу позже")),
    )
    return [(text, meaning) for sign, text, meaning in ways if sign in signs]
