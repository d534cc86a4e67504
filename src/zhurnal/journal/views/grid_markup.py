"""The large part of the grid's page, built by hand: a template takes three times as long for a thousand cells.

Every text that comes from outside passes through `escape`. What is the same on every page that shows it is
built once and remembered, in each language. Cells and headings have no end tags, as HTML allows: they were a
tenth of the page. The way to a column starts from the address of the page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import escape

from zhurnal.journal.views.grid_parts import head_of
from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.journal.queries.grid import CellView, Column, Grid, Row

OUT = '<td class="grid__cell--out">'  # that it cannot be written in, the scripts tell of the cell in hand
LONG_NAME = 24  # letters that fit in a line of the name column


def headings(columns: Sequence[Column], course_id: int) -> SafeString:
    """The second row of the head: a column each."""
    language = get_language() or ""
    return mark_safe("".join(_heading(column, course_id, language) for column in columns))


def body(sheet: Grid) -> SafeString:
    """The rows of the pupils. Cells are bare: ids are on rows and columns."""
    return mark_safe("".join(map(_row, sheet.rows)))


@lru_cache(maxsize=8192)
def _heading(column: Column, course_id: int, _language: str) -> str:
    head = head_of(column)
    attributes: dict[str, Any] = {
        "data-column": column.work_id, "data-lesson": column.lesson_id, "data-date": column.date,
    }  # fmt: skip
    if head.locked:
        attributes |= {"data-locked": head.locked, "aria-readonly": "true"}
    if column.is_control:
        attributes["class"] = "grid__control"
    given = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    number = _("{n} ур.").format(n=column.number)
    panel = address_of("journal-column", course=course_id, work=column.work_id)
    beside = panel.removeprefix(address_of("journal-course", course=course_id))
    return (
        f'<th scope="col" {given}><a href="{address_of("lesson", column.lesson_id)}" '
        f'aria-label="{escape(head.label)}">{column.date.day}\n{escape(number)}</a>\n'
        f'<a href="{beside}">{escape(head.kind)}</a>'
    )


def _row(row: Row) -> str:
    long = ' class="grid__long"' if len(row.name) > LONG_NAME else ""
    note = f" <small>{escape(row.note)}</small>" if row.note else ""
    if row.brought:
        note += f' <small class="grid__brought">{escape(_brought(row.brought))}</small>'
    cells = "".join(map(_cell, row.cells))
    return (
        f'<tr data-pupil="{row.pupil_id}"><th scope="row"{long}>{escape(row.name)}{note}</th>{cells}'
        f'<td class="grid__average">{row.average}<td class="grid__count">{row.count or ""}'
        f'<td class="grid__period">{escape(row.period_mark)}</tr>\n'
    )


def _brought(marks: str) -> str:
    return _("+ {marks} из другого журнала").format(marks=marks)


def _cell(cell: CellView | None) -> str:
    return OUT if cell is None else _text(cell[0], noted=cell[2], exempt=cell[3])


@lru_cache(maxsize=1024)
def _text(text: str, *, noted: bool, exempt: bool) -> str:
    """Attributes, not classes: a class is the state of saving and comes and goes."""
    marks = " data-noted" * noted + ' data-exempt="осв"' * exempt
    return f"<td{marks}>{escape(text)}"
