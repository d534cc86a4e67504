"""A whole school for a period must not keep anybody waiting: 728 pupils × 15 subjects × 10 marks."""

from __future__ import annotations

import datetime as dt
import gc
import time
from random import Random
from typing import TYPE_CHECKING

from tests.calc.grading.cells import RAISED
from zhurnal.calc.grading.counting import Cell, sums
from zhurnal.calc.grading.proposal import PeriodFacts, Proposal, controls, propose

if TYPE_CHECKING:
    from zhurnal.calc.grading.average import Sums

PUPILS, SUBJECTS, MARKS = 728, 15, 10
FIRST, TODAY = dt.date(2025, 9, 1), dt.date(2025, 10, 24)


def school() -> list[list[Cell]]:
    """The cells of every pupil in every subject: some double, some re-sat, absences between them."""
    chance = Random(1)  # noqa: S311 -- the same school every time, no secret
    return [
        [_cell(chance, number) for number in range(MARKS)] + [Cell(FIRST, absence="н")] * 2
        for _ in range(PUPILS * SUBJECTS)
    ]


def _cell(chance: Random, number: int) -> Cell:
    marks = (chance.randint(2, 5), chance.randint(3, 5))[: 1 + (chance.random() < 0.05)]
    resit = (4,) if marks[0] == 2 and chance.random() < 0.5 else ()
    weight = chance.choice((50, 100, 100, 150, 200))
    return Cell(FIRST + dt.timedelta(days=number), marks, weight, resit, is_control=weight == 200)


def all_of(cells_of_all: list[list[Cell]]) -> list[tuple[Sums, Proposal]]:
    """Sums, average and proposal of everybody."""
    found = []
    for cells in cells_of_all:
        made_of = sums(cells, RAISED, TODAY)
        facts = PeriodFacts(made_of, 3, lessons=24, missed=2, controls=controls(cells))
        found.append((made_of, propose(facts, RAISED)))
    return found


def seconds() -> float:
    """Seconds of one processor for the whole school; the best of three, since others use it too."""
    cells_of_all = school()
    gc.collect()
    taken = []
    for _ in range(3):
        began = time.process_time()
        found = all_of(cells_of_all)
        taken.append(time.process_time() - began)
        assert len(found) == PUPILS * SUBJECTS
    return min(taken)
