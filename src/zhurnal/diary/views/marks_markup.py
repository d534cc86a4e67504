"""The rows of the simple view, built by hand: a template takes several times as long for a hundred cells.

Every text that comes from outside passes through `escape`. What comes again in many diaries is built once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markupsafe import escape

from zhurnal.diary.views.trend_markup import sparkline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.diary.queries.finals import Final, YearFinal
    from zhurnal.diary.queries.marks import Cell, Row, Table
    from zhurnal.diary.queries.signs import Sign

_EMPTY = '<td class="simple__cell simple__cell--empty" role="cell"></td>\n'


class Words(NamedTuple):
    """What stands in every row, looked up once a page; the names of the periods are escaped."""

    average: str
    final: str
    of_class: str
    year: str
    periods: list[str]


def rows(table: Table, opens: Sequence[int], base: str) -> SafeString:
    """The body of a table; `opens` are the periods whose averages open their arithmetic, below `base`."""
    words = Words(
        _("средний балл"), _("итог"), _("класс"), _("Год"),
        [str(escape(period.name)) for period in table.periods],
    )  # fmt: skip
    return mark_safe("".join([_row(row, opens, base, words, table.has_year) for row in table.rows]))


def _row(row: Row, opens: Sequence[int], base: str, words: Words, has_year: bool) -> str:  # noqa: FBT001 -- of the table
    trend = sparkline(row.trend) if row.trend else ""
    cells = "".join(
        [
            _cell(cell, f"{base}{row.course}/?period={period}" if period else "", words, name)
            for cell, period, name in zip(row.cells, opens, words.periods, strict=True)
        ]
    )
    year = _year(row.year, words) if has_year else ""
    return (
        f'<tr role="row"><th class="simple__subject" role="rowheader" scope="row">{escape(row.subject)}{trend}'
        f"</th>\n{cells}{year}</tr>\n"
    )


def _cell(cell: Cell, href: str, words: Words, period: str) -> str:
    signs, final = cell
    if cell.is_empty:
        return _EMPTY
    told = _final(final, href, words) if final.average or final.mark else ""
    marks = " ".join([_sign(sign) for sign in signs])
    return (
        f'<td class="simple__cell" role="cell" data-period="{period}"><p class="simple__marks">{marks}</p>'
        f"\n{told}</td>\n"
    )


@lru_cache(maxsize=8192)
def _sign(sign: Sign) -> str:
    text = escape(sign.text)
    if sign.kind == "ordinary":
        return text
    if sign.kind == "absence":
        return f'<span class="simple__absence">{text}</span>'
    weight = f"<sup>{sign.weight}</sup>" if sign.weight else ""
    return f'<span class="simple__{sign.kind}" title="{escape(sign.about)}">{text}{weight}</span>'


def _final(final: Final, href: str, words: Words) -> str:
    parts = []
    if final.average:
        parts.append(f'<span class="simple__average">{_unseen(words.average)} {final.average}</span>')
    if final.mark:
        parts.append(f'<b class="simple__period-mark">{_unseen(words.final)} {escape(final.mark)}</b>')
    if final.place:
        parts.append(f'<span class="simple__place">{escape(final.place)}</span>')
    if final.of_class:
        parts.append(f'<span class="simple__place">{words.of_class} {final.of_class}</span>')
    told = " ".join(parts)
    return f'<p class="simple__final">{f"""<a href="{href}">{told}</a>""" if href else told}</p>'


def _unseen(text: str) -> str:
    return f'<span class="visually-hidden">{text}</span>'


def _year(year: YearFinal, words: Words) -> str:
    if not year.is_known:
        return _EMPTY
    return (
        f'<td class="simple__cell simple__year" role="cell" data-period="{words.year}">'
        f"{year_marks(year)}</td>\n"
    )


def year_marks(year: YearFinal) -> SafeString:
    """«годовая 4 · экзамен 5 · итоговая 5», and the place beside the year."""
    place = f' <span class="year-mark__place">{escape(year.place)}</span>' if year.place else ""
    named = [(_("годовая"), year.year, place), (_("экзамен"), year.exam, ""), (_("итоговая"), year.final, "")]
    told = [
        f'<p class="year-mark"><span class="year-mark__name">{name}</span> '
        f'<b class="year-mark__value">{escape(value)}</b>{beside}</p>\n'
        for name, value, beside in named
        if value
    ]
    return mark_safe("".join(told))
