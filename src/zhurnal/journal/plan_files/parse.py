"""A table as a plan: rows for lessons, what was wrong in which row, what is worth knowing before it is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.journal.plan_files.columns import HOURS, NUMBER, column_names, find_head
from zhurnal.journal.plan_files.writing import as_written
from zhurnal.journal.plan_rows import LONGEST, MOST_TOPICS, PlanRow, clean, field_names, same_text
from zhurnal.journal.plan_words import refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhurnal.journal.plan_files.columns import Head
    from zhurnal.journal.plan_files.table import Sheet

MOST_HOURS = 40
_SUM = ("итого", "всего", "всегозагод", "итогозагод", "total")
_NO = frozenset(("", "0", "нет", "no"))
_YES = frozenset(("да", "1", "кр", "х", "x", "yes", "есть"))


class RowProblem(NamedTuple):
    """What is wrong, in which row of the file and which column."""

    row: int
    column: str
    sentence: str


@dataclass
class ParsedPlan:
    """A plan out of a file. With `problems` it is not taken; `notes` are only told."""

    sheet: str = ""
    columns: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[RowProblem] = field(default_factory=list)


def parse_plan(sheets: Sequence[Sheet]) -> ParsedPlan:
    """Make a plan of the sheets of a file. Raises RefusedError where there is no table with topics in it."""
    sheet, head = find_head(sheets)
    names = column_names()
    in_order = sorted(head.columns.items(), key=lambda pair: pair[1])
    reading = _Reading(head, ParsedPlan(sheet.name, [names[kind] for kind, _at in in_order], head.unused))
    for number, row in enumerate(sheet.rows[head.row :], head.row + 1):
        reading.take(number, row)
    plan = reading.plan
    if not plan.rows and not plan.problems:
        raise refused("no_rows")
    if len(plan.rows) > MOST_TOPICS:
        raise refused("too_many_topics", most=MOST_TOPICS)
    return plan


@dataclass
class _Reading:
    """A table at work: the section of a row holds until another is named."""

    head: Head
    plan: ParsedPlan
    section: str = ""
    last_number: int = 0

    def take(self, number: int, row: Sequence[str]) -> None:
        cells = {
            kind: as_written(row[at].strip()) if at < len(row) else ""
            for kind, at in self.head.columns.items()
        }
        filled = [cell.strip() for cell in row if cell.strip()]
        if not filled or (same_text(filled[0]).startswith(_SUM) and not cells.get(NUMBER)):
            return
        if self._is_heading(cells, filled):
            self.section = clean(PlanRow("", filled[0])).section
            return
        self.section = cells.get("section") or self.section
        row_of_plan = clean(PlanRow(cells["text"], self.section, cells.get("homework", ""), _control(cells)))
        problems = list(self._problems(number, row_of_plan))
        hours = self._hours(number, cells.get(HOURS, ""))
        self.plan.problems += problems
        self._look_at_number(number, cells.get(NUMBER, ""))
        if not problems and hours:
            self.plan.rows += _lessons(row_of_plan, hours)

    def _is_heading(self, cells: dict[str, str], filled: list[str]) -> bool:
        """A row with one text alone heads a section: beside the column of topics, or where it has no number."""
        if len(filled) != 1 or any(cells.get(kind) for kind in ("section", "homework", "control", HOURS)):
            return False
        if cells.get(NUMBER, "")[:1].isdigit():
            return False
        return not cells["text"] or (NUMBER in cells and HOURS in cells)

    def _problems(self, number: int, row: PlanRow) -> Iterator[RowProblem]:
        names = field_names()
        if not row.text:
            yield RowProblem(
                number, names["text"], _("темы нет. Если в ячейке формула, замените её текстом.")
            )
        for name, longest in LONGEST.items():
            if len(getattr(row, name)) > longest:
                yield RowProblem(number, names[name], _("текст длиннее {n} знаков.").format(n=longest))

    def _hours(self, number: int, text: str) -> int:
        """For how many lessons a topic is; 0 where that cannot be read."""
        if not text:
            return 1
        found = re.fullmatch(r"([0-9]{1,3})(?:[.,]0+)?\s*(?:ч\.?|час.*)?", text)
        if found and 1 <= int(found[1]) <= MOST_HOURS:
            return int(found[1])
        sentence = _("«{text}» — не число уроков от 1 до {most}.").format(text=text[:20], most=MOST_HOURS)
        self.plan.problems.append(RowProblem(number, column_names()[HOURS], sentence))
        return 0

    def _look_at_number(self, number: int, text: str) -> None:
        """Numbers are given anew in the order of the file; one that does not rise is worth a look."""
        found = re.match(r"[0-9]{1,4}", text)
        if found is None:
            return
        if int(found[0]) <= self.last_number:
            sentence = _("№ {number} стоит после № {last}. Темы берутся в порядке строк.").format(
                number=found[0], last=self.last_number
            )
            self.plan.notes.append(RowProblem(number, column_names()[NUMBER], sentence))
        self.last_number = int(found[0])


def _control(cells: dict[str, str]) -> str:
    """The name of the control work; where the column only says that there is one, it is that of the topic."""
    text = cells.get("control", "")
    word = same_text(text)
    if word in _NO and "+" not in text:
        return ""
    return cells["text"] if word in _YES or text == "+" else text


def _lessons(row: PlanRow, hours: int) -> list[PlanRow]:
    """A topic for several lessons: homework goes with the first, the control work with the last of them."""
    first, last = row._replace(control=""), row._replace(homework="")
    if hours == 1:
        return [row]
    return [first, *[row._replace(homework="", control="")] * (hours - 2), last]
