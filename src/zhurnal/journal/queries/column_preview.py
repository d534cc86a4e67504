"""What another weight of a column would do to the averages of its period, before it is saved."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import Sums, average, display
from zhurnal.calc.grading.counting import Cell, sums
from zhurnal.journal.queries.facts import cells_of_period
from zhurnal.journal.queries.pupils import pupils_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import Work
    from zhurnal.school.models import StudyPeriod

SHOWN = 5
FURTHEST = Fraction(1000)


class MovedAverage(NamedTuple):
    """A pupil whose average would be another: «4,33» and «4,20», nothing where there is none."""

    name: str
    before: str
    after: str


class ColumnPreview(NamedTuple):
    """How many averages would change, and the few that would change most."""

    moved: int
    shown: list[MovedAverage]


def column_preview(
    work: Work, period: StudyPeriod, rules: Rules, *, weight: int, second_weight: int | None
) -> ColumnPreview:
    """Count the averages of the column's course anew, as they are and with other weights (hundredths).

    Exact fractions decide whether an average changes. At most five queries, whatever the size of the class.
    """
    cells = cells_of_period(period, [work.lesson.course_id])
    pairs = {
        pupil: (_counted(own, rules), _counted(_weighed(own, work.pk, weight, second_weight), rules))
        for (_course, pupil), own in cells.items()
    }
    moved = {pupil: pair for pupil, pair in pairs.items() if average(pair[0]) != average(pair[1])}
    listed = pupils_of(work.lesson.course, period.starts, period.ends) if moved else []
    moving = [pupil for pupil in listed if pupil.id in moved]
    most = sorted(moving, key=lambda pupil: -_distance(*moved[pupil.id]))[:SHOWN]
    lines = [MovedAverage(pupil.name, *(display(average(one)) for one in moved[pupil.id])) for pupil in most]
    return ColumnPreview(len(moved), lines)


def _weighed(cells: Iterable[Cell], work: int, weight: int, second_weight: int | None) -> list[Cell]:
    return [
        cell._replace(weight=weight, second_weight=second_weight) if cell.work == work else cell
        for cell in cells
    ]


def _counted(cells: Iterable[Cell], rules: Rules) -> Sums:
    return sums(cells, rules, dt.date.min)  # as they are stored: points count once they are settled


def _distance(before: Sums, after: Sums) -> Fraction:
    """How far an average moves; one that comes or goes moves furthest."""
    first, second = average(before), average(after)
    return FURTHEST if first is None or second is None else abs(first - second)
