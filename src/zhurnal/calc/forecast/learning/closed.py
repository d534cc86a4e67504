"""Periods that are over: how the forecast would have looked during them, and what came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, ratio, sum_into
from zhurnal.calc.forecast.engine import Forecast, forecast_of
from zhurnal.calc.forecast.records import NEVER
from zhurnal.calc.forecast.situation import Situation, as_of, as_of_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.past import Past
    from zhurnal.calc.forecast.records import Marks, Records

PHASES = (0.0, 0.125, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """A school year of which the first `periods` are closed, with what was known of the year before."""

    records: Records
    past: Past
    periods: int

    @property
    def known(self) -> Records:
        """The records without anything of the periods that are not closed."""
        records, last = self.records, self.records.periods[self.periods - 1][1]
        finals = records.finals.copy()
        finals[self.periods :] = np.nan
        marks = records.marks.where((records.marks.day <= last) & (records.marks.entered <= last))
        marks = replace(marks, void_day=np.where(marks.void_day <= last, marks.void_day, NEVER))
        return replace(records, marks=marks, finals=finals)

    def last_day(self) -> Situation:
        """Return the year as it looked when the last closed period was over."""
        return as_of_end(self.known, self.periods)


class Phase(NamedTuple):
    """A forecast made at a share of a closed period, and what came: finals, weighted means, later marks."""

    phase: int
    forecast: Forecast
    finals: FloatArray
    means: FloatArray
    later: Marks


def replayed(closed: Closed, parameters: Parameters, since: int = 0) -> Iterator[Phase]:
    """Forecast each closed period from number `since` on again at each phase, as on that morning."""
    records = closed.records
    for period in range(since, closed.periods):
        first, last = records.periods[period]
        means, marks = _ends(records, period)
        for number, share in enumerate(PHASES):
            day = first + round(share * (last + 1 - first))
            found = forecast_of(as_of(records, day), parameters, closed.past)
            later = marks.where(marks.day >= day)
            yield Phase(number, found, records.finals[period], means, later)


def _ends(records: Records, period: int) -> tuple[FloatArray, Marks]:
    """The weighted means with which a period ended, and the marks that counted in it."""
    first, last = records.periods[period]
    marks = records.marks.visible(last + 1)
    marks = marks.where(marks.day >= first)
    at, shape = (marks.pupil, marks.subject), records.course.shape
    weight = sum_into(shape, at, marks.weight)
    return ratio(sum_into(shape, at, marks.weight * marks.value), weight, np.nan), marks


def attested(finals: FloatArray, low: int) -> tuple[BoolArray, IntArray]:
    """Return which pairs have a mark, and its place in the scale."""
    has = finals >= low
    return has, np.rint(np.where(has, finals - low, 0)).astype(np.int64)
