"""What of a pupil's cells counts in an average, and why the rest does not (domain.md §4.1, §4.2).

Every average is made here: a screen that only needs the sums and one that opens the arithmetic ask the same.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.absence import LATE, is_missed
from zhurnal.calc.grading.average import NOTHING, Sums
from zhurnal.calc.grading.rules import AbsenceWithMark, Resit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.calc.grading.rules import Counting, Rules


class Cell(NamedTuple):
    """What stands in a pupil's cell of a work; weights in hundredths.

    `second_weight` is for works whose two marks weigh differently (ux.md UX-G08). `due` is a point's own day,
    `handed_in` the day a work missed was handed in. `external`: brought along from another school.
    """

    day: dt.date
    marks: tuple[int, ...] = ()
    weight: int = 100
    resit: tuple[int, ...] = ()
    absence: str = ""
    pending: bool = False
    second_weight: int | None = None
    due: dt.date | None = None
    handed_in: dt.date | None = None
    is_control: bool = False
    external: bool = False
    work: int = 0
    title: str = ""


class Note(StrEnum):
    """What is to be said about a term."""

    PLAIN = ""
    EXTERNAL = "external"
    RESIT = "resit"
    HALF = "half"  # one of the two halves of a mean of attempts
    LATE_WORK = "late_work"
    POINT_FELL_DUE = "point_fell_due"
    ABSENCE_COUNTS = "absence_counts"
    # From here on: why something does not count.
    NOT_AVERAGED = "not_averaged"
    ZERO_WEIGHT = "zero_weight"
    RESAT = "resat"
    PENDING = "pending"
    POINT_VANISHED = "point_vanished"
    ABSENT = "absent"
    UNDATED = "undated"


class Term(NamedTuple):
    """A summand `value`·`weight`; weight 0: left out, `note` says why. `marks`: how many it stands for."""

    cell: Cell
    value: int | None
    weight: int
    marks: int
    note: Note


def terms(cells: Iterable[Cell], rules: Rules, today: dt.date) -> list[Term]:
    """Return every summand and everything left out, in the order of the cells."""
    return [term for cell in cells for term in cell_terms(cell, rules, today)]


def sums(cells: Iterable[Cell], rules: Rules, today: dt.date) -> Sums:
    """Return what the average of the cells is made of on the day `today`."""
    weight = weighted = count = 0
    for cell in cells:
        for _, value, share, marks, _ in cell_terms(cell, rules, today):
            if share and value is not None:
                weight += share
                weighted += share * value
                count += marks
    return Sums(weight, weighted, count)


def cell_sums(cell: Cell | None, rules: Rules, today: dt.date) -> Sums:
    """Return what one cell adds; the difference of two tells how a change moves a stored average."""
    return NOTHING if cell is None else sums((cell,), rules, today)


def falls_due(cell: Cell, counting: Counting) -> dt.date | None:
    """Return the last day to hand in what a point waits for; None where it waits without end."""
    if cell.due is not None or counting.point_days is None:
        return cell.due
    return cell.day + dt.timedelta(days=counting.point_days)


def has_fallen_due(cell: Cell, counting: Counting, today: dt.date) -> bool:
    """Whether a point still stands after its last day, so that the school's rule has decided it."""
    last = falls_due(cell, counting)
    return cell.pending and not cell.marks and last is not None and today > last


def uncountable_weight(weight: int, counting: Counting) -> bool:
    """Whether no work may weigh so: half of it must be whole hundredths where attempts are averaged."""
    return weight < 0 or (counting.resit is Resit.MEAN and weight % 2 == 1)


def cell_terms(cell: Cell, rules: Rules, today: dt.date) -> list[Term]:
    """Return what one cell contributes. Raises ValueError for a weight that no rule allows."""
    if cell.weight < 0:
        raise ValueError(f"a weight is not negative: {cell.weight}")
    if cell.marks:
        return _marked(cell, rules)
    if cell.pending:
        return [_point(cell, rules, today)]
    # Who was late was there: an empty cell beside it says nothing.
    return [_absent(cell, rules)] if cell.absence not in ("", LATE) else []


def _marked(cell: Cell, rules: Rules) -> list[Term]:
    why = _why_not(cell, rules)
    if why:
        return [Term(cell, mark, 0, 0, why) for mark in cell.marks + cell.resit]
    if cell.resit:
        return _resat(cell, rules.counting.resit)
    return _attempt(cell, cell.marks, _note(cell))


def _note(cell: Cell) -> Note:
    if cell.external:
        return Note.EXTERNAL
    return Note.LATE_WORK if cell.handed_in and cell.absence else Note.PLAIN


def _why_not(cell: Cell, rules: Rules) -> Note:
    if not rules.scale.averaged:
        return Note.NOT_AVERAGED
    if not cell.weight and not cell.second_weight:
        return Note.ZERO_WEIGHT
    if not cell.absence:
        return Note.PLAIN
    dated = cell.handed_in and rules.counting.absence_with_mark is AbsenceWithMark.ALLOWED_IF_DATED
    return Note.PLAIN if dated or not is_missed(cell.absence) else Note.UNDATED


def _attempt(cell: Cell, marks: tuple[int, ...], note: Note) -> list[Term]:
    """The marks of one attempt: a double mark is two independent marks (domain.md §4.1)."""
    first = _weighed(cell, marks[0], cell.weight, note)
    if len(marks) == 1:
        return [first]
    second = cell.weight if cell.second_weight is None else cell.second_weight
    return [first, *(_weighed(cell, mark, second, note) for mark in marks[1:])]


def _weighed(cell: Cell, mark: int, weight: int, note: Note) -> Term:
    return Term(cell, mark, weight, 1, note) if weight else Term(cell, mark, 0, 0, Note.ZERO_WEIGHT)


def _resat(cell: Cell, rule: Resit) -> list[Term]:
    first, again = _attempt(cell, cell.marks, Note.PLAIN), _attempt(cell, cell.resit, Note.RESIT)
    if rule is Resit.REPLACE:
        return [Term(cell, mark, 0, 0, Note.RESAT) for mark in cell.marks] + again
    return first + again if rule is Resit.BOTH else _halves(first, again)


def _halves(first: list[Term], again: list[Term]) -> list[Term]:
    """Both attempts at half weight: together they are as many marks as the longer of them."""
    first_is_longer = len(first) > len(again)
    return [
        *(_half(term, counted=first_is_longer) for term in first),
        *(_half(term, counted=not first_is_longer) for term in again),
    ]


def _half(term: Term, *, counted: bool) -> Term:
    if term.weight % 2:
        raise ValueError(f"half of {term.weight} is no whole number of hundredths")
    return term._replace(weight=term.weight // 2, marks=term.marks if counted else 0, note=Note.HALF)


def _point(cell: Cell, rules: Rules, today: dt.date) -> Term:
    if not has_fallen_due(cell, rules.counting, today):
        return Term(cell, None, 0, 0, Note.PENDING)
    value = rules.counting.point_becomes
    if value is None:
        return Term(cell, None, 0, 0, Note.POINT_VANISHED)
    return _instead_of_mark(cell, value, rules, Note.POINT_FELL_DUE)


def _absent(cell: Cell, rules: Rules) -> Term:
    value = next((mark for code, mark in rules.counting.absences if code == cell.absence), None)
    if value is None:
        return Term(cell, None, 0, 0, Note.ABSENT)
    return _instead_of_mark(cell, value, rules, Note.ABSENCE_COUNTS)


def _instead_of_mark(cell: Cell, value: int, rules: Rules, note: Note) -> Term:
    why = _why_not(cell._replace(absence=""), rules)
    return Term(cell, value, 0, 0, why) if why else Term(cell, value, cell.weight, 1, note)
