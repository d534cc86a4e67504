"""Runs the forecaster over a folder as a school would: every morning with nothing but what was known on it."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.engine import Forecast, forecast
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.learning.closed import Closed
from zhurnal.calc.forecast.learning.learn import learn
from zhurnal.calc.forecast.past import no_past, remember
from zhurnal.calc.forecast.study.folder import CUTS, PERIODS, Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Mode(StrEnum):
    """Cold: the first year of a school. Hist: the second, with the first one known."""

    COLD = "cold"
    HIST = "hist"


class Morning(NamedTuple):
    """A forecast made on a cut day."""

    year: int
    period: int
    cut: str
    forecast: Forecast


def replay(folder: Folder, mode: Mode, say: Callable[[str], None] = lambda _: None) -> Iterator[Morning]:
    """Forecast every cut day; at the beginning of each period learn from those that are closed."""
    first = folder.year(0)
    base, nothing = factory(first), no_past(first)
    year = 1 if mode is Mode.HIST else 0
    records, past = (folder.year(1), nothing) if year else (first, nothing)
    known = [Closed(first, nothing, len(PERIODS))] if year else []
    for period in range(len(PERIODS)):
        parameters = learn([*known, Closed(records, past, period)], base)
        if year:
            past = remember(first, parameters)
        for cut, days in CUTS.items():
            yield Morning(year, period, cut, forecast(records, days[period], parameters, past))
        say(f"{period + 1}/{len(PERIODS)}")


def write_predictions(
    folder: Folder, mode: Mode, out: Path, say: Callable[[str], None] = lambda _: None
) -> int:
    """Write a row for each pupil and subject on each cut day; return how many."""
    rows = 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write("year,q,cut,pupil,subj,p2,p3,p4,p5,mean,lo80,hi80\n")
        for _, mornings in groupby(replay(folder, mode, say), key=lambda one: one.period):
            # The cuts of a pupil stand together: a reader that guesses types from a part of the file sees both
            # «start» and «25» in each part.
            for lines in zip(*(_lines(one) for one in mornings), strict=True):
                file.writelines(lines)
                rows += len(lines)
    return rows


def _lines(morning: Morning) -> list[str]:
    found = morning.forecast
    taught = found.situation.taught
    numbers = np.column_stack(
        [found.probability[taught], found.mean[taught], found.low[taught], found.high[taught]]
    )
    places = zip(*(axis.tolist() for axis in taught.nonzero()), strict=True)
    head = f"{morning.year},{morning.period},{morning.cut}"
    return [
        f"{head},{pupil},{subject},{','.join(f'{value:.6f}' for value in row)}\n"
        for (pupil, subject), row in zip(places, numbers.tolist(), strict=True)
    ]
