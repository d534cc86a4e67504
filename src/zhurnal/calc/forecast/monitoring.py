"""How good frozen forecasts turned out to be, beside the plain rule, and when not to trust them any more."""

from __future__ import annotations

import itertools
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, real
from zhurnal.calc.forecast.metrics import FLOOR

if TYPE_CHECKING:
    from zhurnal.calc.forecast.engine import Forecast
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.situation import Situation

EDGES = (0.0, 0.5, 0.65, 0.8, 0.9, 1.0)
WILSON = 1.96
KNOWN, ENOUGH = 8.0, 200
COVER_FROM, COVER_TO = 0.72, 0.88


class Bin(NamedTuple):
    """«Из прогнозов с вероятностью 80–90 % сбылось 86 %»: how often the likeliest mark came, with its doubt."""

    told_from: float
    told_to: float
    number: int
    told: float
    came: float
    low: float
    high: float


class Alarm(StrEnum):
    """Why forecasts are not to be trusted as they are."""

    WORSE_THAN_PLAIN = "worse_than_plain"
    INTERVALS_OFF = "intervals_off"


def reliability(chances: FloatArray, place: IntArray) -> list[Bin]:
    """Return five bins of the probability of the likeliest mark; an empty bin stands with number 0."""
    told, right = chances.max(1, initial=0.0), chances.argmax(1) == place
    bins = []
    for number, (low, high) in enumerate(itertools.pairwise(EDGES)):
        last = number == len(EDGES) - 2
        at = (told >= low) & ((told < high) | last)
        bins.append(_bin(low, high, told[at], right[at]))
    return bins


def _bin(low: float, high: float, told: FloatArray, right: BoolArray) -> Bin:
    number = len(told)
    if not number:
        return Bin(low, high, 0, 0.0, 0.0, 0.0, 1.0)
    share, z2 = float(right.mean()), WILSON**2
    middle = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = WILSON * np.sqrt(share * (1 - share) / number + z2 / (4 * number**2)) / (1 + z2 / number)
    return Bin(low, high, number, float(told.mean()), share, float(middle - half), float(middle + half))


def plain_table(rounded: IntArray, place: IntArray, classes: int) -> FloatArray:
    """Return P[rounded average, mark] from closed periods: «по текущему среднему», made probabilistic.

    `rounded`: place of the rounded current average in the scale, −1 where there is none; that is the last row.
    """
    often = (np.bincount(place, minlength=classes) + 1) / (len(place) + classes)
    table = KNOWN * np.tile(often, (classes + 1, 1))
    np.add.at(table, (rounded, place), 1.0)
    return real(table / table.sum(1, keepdims=True))


def alarms(
    chances: FloatArray, plain: FloatArray, place: IntArray, inside: BoolArray, enough: int = ENOUGH
) -> tuple[Alarm, ...]:
    """Return why to fall back: worse than the plain rule, or intervals that cover too little or too much."""
    if len(place) < enough:
        return ()
    rows = np.arange(len(place))
    ours, theirs = (np.log(np.maximum(one[rows, place], FLOOR)) for one in (chances, plain))
    found = [Alarm.WORSE_THAN_PLAIN] if ours.mean() < theirs.mean() else []
    if not COVER_FROM <= inside.mean() <= COVER_TO:
        found.append(Alarm.INTERVALS_OFF)
    return tuple(found)


def without_second_look(parameters: Parameters) -> Parameters:
    """Return the simpler model: M without M2."""
    return replace(parameters, recalibration=None)


def rounded_place(situation: Situation) -> IntArray:
    """Return the place in the scale of each rounded average of the day, −1 where there is none."""
    scale = situation.records.scale
    average = np.floor(situation.weighted / np.maximum(situation.weight, 1e-9) + 0.5)
    place = np.clip(average, scale.low, scale.high) - scale.low
    return np.where(situation.weight > 0, place, -1).astype(np.int64)


def plain_forecast(found: Forecast, table: FloatArray) -> Forecast:
    """Return «по текущему среднему», made probabilistic by what came of such averages (`plain_table`)."""
    chances = table[rounded_place(found.situation)]
    return replace(found, probability=np.where(found.situation.taught[..., None], chances, np.nan))
