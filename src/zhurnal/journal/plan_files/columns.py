"""Which column of a table is which: recognised by the words in its head, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.calc.text import one_line
from zhurnal.journal.plan_rows import field_names, same_text
from zhurnal.journal.plan_words import refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.journal.plan_files.table import Sheet

# The head stands below a title at most so far down.
DEEPEST_HEAD = 20
LONGEST_TOLD = 120

NUMBER, HOURS = "number", "hours"
# By `same_text`; the first kind one of whose words a head is, or else begins with.
_WORDS = {
    "control": (
        "контрольная", "контрольныеработы", "контроль", "видконтроля", "формаконтроля", "видыконтроля",
        "control",
    ),
    "homework": ("домашнеезадание", "домашниезадания", "дз", "заданиенадом", "домзадание", "homework"),
    HOURS: (
        "часы", "часов", "количествочасов", "колвочасов", "числочасов", "чвсего", "всегочасов", "час",
        "hours",
    ),
    "section": ("раздел", "модуль", "глава", "блок", "названиераздела", "наименованиераздела", "section"),
    "text": (
        "тема", "темы", "темаурока", "темауроков", "названиетемы", "наименованиетемы", "содержание",
        "содержаниеурока", "topic",
    ),
    NUMBER: ("номер", "пп", "урок", "урока", "номерурока", "nпп", "number"),
}  # fmt: skip
# «Раздел, тема»: a column that holds both is one of topics.
_BOTH = ("раздел", "наименованиераздел", "названиераздел")
_SIGNS = ("№", "n")


class Head(NamedTuple):
    """The head of a table: its row, from 1; which column holds what; the heads that mean nothing here."""

    row: int
    columns: dict[str, int]
    unused: list[str]


def find_head(sheets: Sequence[Sheet]) -> tuple[Sheet, Head]:
    """The first sheet with a column of topics. Raises RefusedError: no_topic_column, column_twice."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:DEEPEST_HEAD], 1):
            if "text" in {_kind(cell) for cell in row}:
                return sheet, _head(number, row)
    rows = (row for sheet in sheets for row in sheet.rows if any(map(str.strip, row)))
    cells = [one_line(cell) for cell in next(rows, []) if cell.strip()]
    if not cells:
        raise refused("empty_file")
    found = ", ".join(f"«{cell[:40]}»" for cell in cells)
    raise refused("no_topic_column", found=found[:LONGEST_TOLD])


def column_names() -> dict[str, str]:
    """How people call the columns."""
    return field_names() | {NUMBER: "№", HOURS: _("Часы")}


def _head(number: int, row: Sequence[str]) -> Head:
    columns: dict[str, int] = {}
    unused = []
    for at, cell in enumerate(row):
        kind = _kind(cell)
        if kind in columns:
            first = one_line(row[columns[kind]])
            raise refused(
                "column_twice", column=column_names()[kind], first=first[:40], second=one_line(cell)[:40]
            )
        if kind:
            columns[kind] = at
        elif cell.strip():
            unused.append(one_line(cell)[:40])
    return Head(number, columns, unused)


def _kind(cell: str) -> str:
    """What a column with that head holds; nothing for another head, and for what is no head at all."""
    word = same_text(cell)
    if cell.strip().casefold() in _SIGNS or (cell.strip().startswith("№") and len(word) <= len("номерурока")):
        return NUMBER
    if not word or len(word) > LONGEST_TOLD:
        return ""
    if word.startswith(_BOTH) and "тем" in word:
        return "text"
    exact = (kind for kind, words in _WORDS.items() if word in words)
    return next(exact, "") or next((kind for kind, words in _WORDS.items() if _begins(word, words)), "")


def _begins(word: str, words: Sequence[str]) -> bool:
    """«Тема урока (раздел)», «Кол-во часов по плану»: the head says more than the word alone."""
    return any(len(known) >= len("тема") and word.startswith(known) for known in words)
