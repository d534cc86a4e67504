"""The cells of the view by dates and what is told of each mark, built by hand like the rows of the simple view.

Every text that comes from outside passes through `escape`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markupsafe import escape

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from zhurnal.diary.queries.dated_marks import Cell, DatedLesson, Line
    from zhurnal.diary.queries.lessons import MarkView

_NOT_TAUGHT, _NO_SIGN = "<td></td>", "<td><i></i></td>"


def cells(line: Line) -> SafeString:
    """A cell under each date; what stands there leads to where it is told."""
    return mark_safe("".join([_cell(cell) for cell in line.cells]))


def told_marks(line: Line) -> SafeString:
    """All marks and absences of the subject in a line."""
    brought = [_span(mark.text, "", is_control=mark.is_control) for mark in line.brought]
    return mark_safe("".join([*brought, *map(_signs, line.told)]))


def told_lessons(line: Line, day_names: Mapping[dt.date, str]) -> SafeString:
    """Each lesson that left a sign: for what the marks were given, by whom, and what was taught."""
    words = _safe(_("Поставлено:")), _safe(_("Тема:"))
    return mark_safe("".join([_told(lesson, day_names[lesson.date], words) for lesson in line.told]))


def _cell(cell: Cell) -> str:
    is_taught, lessons = cell
    if not lessons:
        return _NO_SIGN if is_taught else _NOT_TAUGHT
    links = "".join([_link(lesson) for lesson in lessons])
    return f"<td>{links}</td>"


def _link(lesson: DatedLesson) -> str:
    marks = "".join([_span(mark.text, mark.weight, is_control=mark.is_control) for mark in lesson.marks])
    sign = lesson.absence_sign
    absence = f'<span class="dated__absence">{_safe(sign)}</span>' if sign else ""
    return f'<a href="#lesson-{lesson.pk}">{marks}{absence}</a>'


def _signs(lesson: DatedLesson) -> str:
    marks = "".join([_span(mark.text, "", is_control=mark.is_control) for mark in lesson.marks])
    sign = lesson.absence_sign
    return marks + (f'<span class="told__absence">{_safe(sign)}</span> ' if sign else "")


@lru_cache(maxsize=1024)
def _span(text: str, weight: str, *, is_control: bool) -> str:
    above = f"<sup>{weight}</sup>" if weight else ""
    control = ' class="control"' * is_control
    return f"<span{control}>{_safe(text)}{above}</span> "


def _told(lesson: DatedLesson, day: str, words: tuple[str, str]) -> str:
    parts = [_told_mark(mark, words[0]) for mark in lesson.marks]
    if sign := lesson.absence_sign:
        name = _safe(lesson.absence_name)
        parts.append(f'<p><b class="told__mark told__mark--absence">{_safe(sign)}</b> {name}</p>\n')
    parts += [f'<p class="told__comment">{_safe(remark)}</p>\n' for remark in lesson.remarks]
    if lesson.topic:
        parts.append(f'<p class="told__topic">{words[1]} {_safe(lesson.topic)}</p>\n')
    what = "".join(parts)
    return (
        f'<li class="told__lesson" id="lesson-{lesson.pk}"><span class="told__date">{day}</span>\n'
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
