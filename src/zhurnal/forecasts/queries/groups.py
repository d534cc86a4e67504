"""What a class, a parallel or the school will come to, as of the morning and as of a week before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.engine import Forecast, forecast
from zhurnal.calc.forecast.joint import Outlook, class_outlook
from zhurnal.calc.forecast.warning import Risk, early_warning
from zhurnal.forecasts.queries.states import State, states_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from zhurnal.calc.forecast.arrays import IntArray
    from zhurnal.calc.forecast.warning import Reason
    from zhurnal.school.models import School

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GroupForecast:
    """The forecast of some pupils together, in the track of most of them.

    `before`: what was to be expected a week ago, None where the period had not begun by then. `outside`: how many
    of the pupils are forecast elsewhere or nowhere.
    """

    state: State
    at: IntArray
    now: Outlook
    before: Outlook | None
    outside: int

    @property
    def pupils(self) -> list[int]:
        """The pupils, in the order of `at`."""
        return [self.state.year.pupils[number] for number in self.at.tolist()]


class Threat(NamedTuple):
    """A warning about a pupil and subject, with their keys instead of numbers."""

    pupil: int
    subject: int
    chance: float
    reasons: tuple[Reason, ...]


def group_forecast(school: School, pupils: Collection[int]) -> GroupForecast | None:
    """The forecast of some pupils; None where there is none. Two queries."""
    return of_group(states_of(school), pupils)


def of_group(
    states: list[State], pupils: Collection[int], *, with_change: bool = True
) -> GroupForecast | None:
    """Likewise from states that are at hand. No query."""
    wanted = set(pupils)
    known = [(state, sorted(state.pupils[pk] for pk in wanted & state.pupils.keys())) for state in states]
    known = [(state, numbers) for state, numbers in known if numbers]
    if not known:
        return None
    state, numbers = max(known, key=lambda one: len(one[1]))
    places = tuple(numbers)
    before = _outlook_before(state, places) if with_change else None
    return GroupForecast(state, np.array(places), _outlook(state, places), before, len(wanted) - len(numbers))


def threats(found: GroupForecast, risk: Risk, limit: int) -> list[Threat]:
    """Who wants attention, the likeliest first; of those of whom little is known nothing is told."""
    some = early_warning(found.state.forecast, found.at, risk, limit * 2)
    too_little, year = found.state.forecast.too_little, found.state.year
    return [
        Threat(year.pupils[one.pupil], year.subjects[one.subject], one.chance, one.reasons)
        for one in some
        if not too_little[one.pupil, one.subject]
    ][:limit]


@lru_cache(maxsize=256)
def _outlook(state: State, places: tuple[int, ...]) -> Outlook:
    return class_outlook(state.forecast, np.array(places))


@lru_cache(maxsize=256)
def _outlook_before(state: State, places: tuple[int, ...]) -> Outlook | None:
    past = _week_before(state)
    return None if past is None else class_outlook(past, np.array(places))


@lru_cache(maxsize=8)
def _week_before(state: State) -> Forecast | None:
    """The same forecast as of a week ago: what was written since is not known to it."""
    found, day = state.untrusted, state.year.calendar.number(state.day - WEEK)
    if day <= found.situation.first:
        return None
    return state.trusted(forecast(state.year.records, day, found.parameters, found.past))
