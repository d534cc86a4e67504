"""Whether the ledger and the tables hold exactly what writers were told. Pure, so that every fault can be shown."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Cell = tuple[int, int]  # pupil, column


class Told(NamedTuple):
    """What the server answered to one change."""

    change_id: str
    cell: Cell
    status: str
    text: str
    version: int


class Line(NamedTuple):
    """What the ledger says about one change of a cell, in the order of its chain."""

    change_id: str
    cell: Cell
    before: str
    since: int
    text: str
    version: int
    at: float = 0  # seconds since 1970


class Standing(NamedTuple):
    """What the tables say about a cell."""

    text: str = ""
    version: int = 0


class Faults(NamedTuple):
    """Sentences about what went wrong, by kind; all empty where the promise was kept."""

    lost: list[str]  # acknowledged, and not in the ledger as it was told
    doubled: list[str]  # more lines or versions than acknowledged changes
    torn: list[str]  # lines of a cell that do not follow one another, or do not end in what stands there


def judge(
    told: Iterable[Told], lines: Iterable[Line], before: Mapping[Cell, Standing], now: Mapping[Cell, Standing]
) -> Faults:
    """Compare. Every writer has got its last answer, so a line that nobody was told of is a fault too."""
    by_id: dict[str, list[Line]] = defaultdict(list)
    by_cell: dict[Cell, list[Line]] = defaultdict(list)
    for line in lines:
        by_id[line.change_id].append(line)
        by_cell[line.cell].append(line)
    answers = list(told)
    torn = [why for cell in before for why in _torn(cell, by_cell.pop(cell, []), before[cell], now[cell])]
    torn += [f"cell {cell}: changed, and nobody wrote there" for cell in by_cell]
    return Faults(list(_lost(answers, by_id)), list(_doubled(answers, by_id, before, now)), torn)


def _lost(answers: list[Told], by_id: Mapping[str, list[Line]]) -> Iterator[str]:
    for one in answers:
        if one.status == "saved" and not any(
            (line.cell, line.text, line.version) == (one.cell, one.text, one.version)
            for line in by_id.get(one.change_id, ())
        ):
            yield f"{one} is not in the ledger"


def _doubled(
    answers: list[Told],
    by_id: Mapping[str, list[Line]],
    before: Mapping[Cell, Standing],
    now: Mapping[Cell, Standing],
) -> Iterator[str]:
    saved = {one.change_id for one in answers if one.status == "saved"}
    for change_id, lines in by_id.items():
        if len(lines) > 1:
            yield f"change {change_id} has {len(lines)} lines"
        if change_id not in saved:
            yield f"change {change_id} was done, and nobody was told so"
    grown = sum(now[cell].version - before[cell].version for cell in before)
    if grown > len(saved):
        yield f"versions grew by {grown}, changes were {len(saved)}"


def _torn(cell: Cell, lines: list[Line], before: Standing, now: Standing) -> Iterator[str]:
    last = before
    for line in lines:
        if (line.before, line.since, line.version) != (*last, last.version + 1):
            yield f"cell {cell}: {line} does not follow {last}"
        last = Standing(line.text, line.version)
    if last != now:
        yield f"cell {cell}: {now} stands there, the last line says {last}"
