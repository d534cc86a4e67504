"""The rows of the view by dates and what is told of each mark, built by hand like the rows of the simple view.

Every text that comes from outside passes through `escape`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import escape

from zhurnal.diary.views.marks_markup import year_marks
from zhurnal.ui.words import day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from zhurnal.diary.queries.brought import Brought
    from zhurnal.diary.queries.dated_marks import Cell, DatedLesson, DatedTable, Line
    from zhurnal.diary.queries.finals import Final
    from zhurnal.diary.queries.lessons import MarkView

    # The address of the arithmetic of a line's average, "" where there is none or it is not opened to the reader.
    Why = Callable[[Line], str]

_NOT_TAUGHT, _NO_SIGN = "<td></td>", "<td><i></i></td>"


class Words(NamedTuple):
    """What stands with every subject, looked up once a page."""

    average: str
    why: str
    put: str
    topic: str


def dates(dated: DatedTable) -> SafeString:
    """The heads of the columns."""
    return mark_safe(_dates(tuple(dated.dates), get_language()))


def rows(dated: DatedTable, why: Why) -> SafeString:
    """The body of the table: a subject in a row, a date in a column; a sign leads to where it is told."""
    class_word = _safe(_("класс"))
    return mark_safe("".join([_row(line, dated, why(line), class_word) for line in dated.lines]))


def subjects(dated: DatedTable, why: Why) -> SafeString:
    """What is told below the table: a subject to open, with each lesson that left a sign.

    For what the marks were given, by whom and when, and what was taught.
    """
    words = Words(
        *(_safe(word) for word in (_("средний балл"), _("Как посчитано"), _("Поставлено:"), _("Тема:")))
    )
    told = [_subject(line, dated, why(line), words) for line in dated.lines if line.told or line.brought]
    return mark_safe("".join(told))


@lru_cache(maxsize=256)
def _dates(found: tuple[dt.date, ...], _language: str | None) -> str:
    """A class has had its lessons on the same days."""
    last = len(found) - 1
    return "".join(
        f'<th class="dated__date{" dated__date--last" * (at == last)}" scope="col">'
        f'<span class="visually-hidden">{day(date)}</span><span aria-hidden="true">{date.day}</span></th>'
        for at, date in enumerate(found)
    )


def _row(line: Line, dated: DatedTable, why: str, class_word: str) -> str:
    brought = f'<td class="dated__brought">{_brought(line)}</td>' if dated.has_brought else ""
    year = f'<td class="dated__year">{year_marks(line.year)}</td>' if dated.has_year else ""
    total = _total(line.final, class_word)
    if why:
        total = f'<a href="{why}">{total}</a>'
    cells = "".join(
        [_cell(cell) if cell.lessons else _NO_SIGN if cell.is_taught else _NOT_TAUGHT for cell in line.cells]
    )
    return (
        f'<tr>\n<th class="dated__subject" scope="row">{_safe(line.subject)}</th>\n{brought}{cells}'
        f'<td class="dated__total">{total}</td>\n{year}</tr>\n'
    )


def _brought(line: Line) -> str:
    if not line.brought:
        return ""
    marks = "".join([_span(mark.text, mark.weight, is_control=mark.is_control) for mark in line.brought])
    return f'<a href="#brought-{line.course}">{marks}</a>'


def _total(final: Final, class_word: str) -> str:
    mark = f' <b class="dated__period-mark">{_safe(final.mark)}</b>' if final.mark else ""
    place = f' <span class="dated__place">{_safe(final.place)}</span>' if final.place else ""
    of_class = f' <span class="dated__place">{class_word} {final.of_class}</span>' if final.of_class else ""
    return f"{final.average}{mark}{place}{of_class}"


def _cell(cell: Cell) -> str:
    links = "".join([_link(lesson) for lesson in cell.lessons])
    return f"<td>{links}</td>"


def _link(lesson: DatedLesson) -> str:
    marks = "".join([_span(mark.text, mark.weight, is_control=mark.is_control) for mark in lesson.marks])
    sign = lesson.absence_sign
    absence = f'<span class="dated__absence">{_safe(sign)}</span>' if sign else ""
    return f'<a href="#lesson-{lesson.pk}">{marks}{absence}</a>'


def _subject(line: Line, dated: DatedTable, why: str, words: Words) -> str:
    marks = [_span(mark.text, "", is_control=mark.is_control) for mark in line.brought]
    marks += map(_signs, line.told)
    lessons = [_told_brought(mark, 0 if at else line.course) for at, mark in enumerate(line.brought)]
    lessons += [_told(lesson, dated.day_names[lesson.date], words) for lesson in line.told]
    year = f'<div class="told__year">{year_marks(line.year)}</div>\n' if line.year.is_known else ""
    return (
        f'<details class="told__subject">\n<summary class="told__summary"><span class="told__name">'
        f'{_safe(line.subject)}</span>\n<span class="told__marks">{"".join(marks)}</span>\n'
        f'<span class="told__final">{_told_final(line.final, words.average)}</span></summary>\n'
        f'<ul class="told__lessons">\n{"".join(lessons)}</ul>\n{year}'
        + (f'<p class="told__why"><a href="{why}">{words.why}</a></p>\n' if why else "")
        + "</details>\n"
    )


def _told_final(final: Final, average_word: str) -> str:
    average = f'<span class="visually-hidden">{average_word}</span> {final.average}' if final.average else ""
    mark = f" <b>{_safe(final.mark)}</b>" if final.mark else ""
    place = f' <span class="told__place">{_safe(final.place)}</span>' if final.place else ""
    return f"{average}{mark}{place}"


def _told_brought(mark: Brought, course: int) -> str:
    """A mark brought along; the first of a `course` is where the table leads."""
    here = f' id="brought-{course}"' if course else ""
    control = " control" * mark.is_control
    return (
        f'<li class="told__lesson"{here}><span class="told__date">{day(mark.date)}</span>\n<div class="told__what">'
        f'<p><b class="told__mark{control}">{_safe(mark.text)}</b> {_safe(mark.about)}</p></div></li>\n'
    )


def _signs(lesson: DatedLesson) -> str:
    marks = "".join([_span(mark.text, "", is_control=mark.is_control) for mark in lesson.marks])
    sign = lesson.absence_sign
    return marks + (f'<span class="told__absence">{_safe(sign)}</span> ' if sign else "")


@lru_cache(maxsize=1024)
def _span(text: str, weight: str, *, is_control: bool) -> str:
    above = f"<sup>{weight}</sup>" if weight else ""
    control = ' class="control"' * is_control
    return f"<span{control}>{_safe(text)}{above}</span> "


def _told(lesson: DatedLesson, date: str, words: Words) -> str:
    parts = [_told_mark(mark, words.put) for mark in lesson.marks]
    if sign := lesson.absence_sign:
        name = _safe(lesson.absence_name)
        parts.append(f'<p><b class="told__mark told__mark--absence">{_safe(sign)}</b> {name}</p>\n')
    parts += [f'<p class="told__comment">{_safe(remark)}</p>\n' for remark in lesson.remarks]
    if lesson.topic:
        parts.append(f'<p class="told__topic">{words.topic} {_safe(lesson.topic)}</p>\n')
    what = "".join(parts)
    return (
        f'<li class="told__lesson" id="lesson-{lesson.pk}"><span class="told__date">{date}</span>\n'
        f'<div class="told__what">{what}</div></li>\n'
    )


def _told_mark(mark: MarkView, put_word: str) -> str:
    control = " control" * mark.is_control
    told = f'<p><b class="told__mark{control}">{_safe(mark.text)}</b> {_safe(mark.about)}</p>\n'
    if mark.comment:
        told += f'<p class="told__comment">{_safe(mark.comment)}</p>\n'
    if mark.put:
        told += f'<p class="told__put">{put_word} {_safe(mark.put)}</p>\n'
    return told


@lru_cache(maxsize=8192)
def _safe(text: str) -> str:
    """`escape`, remembered: a class reads the same topics, works and signs."""
    return str(escape(text))
