"""«Если завтра контрольная с весом 2»: how a class would do in a work, and what it would do to the averages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, ratio
from zhurnal.calc.forecast.counts import counts
from zhurnal.calc.forecast.emission import mark_probabilities

if TYPE_CHECKING:
    from zhurnal.calc.forecast.engine import Forecast


class NextWork(NamedTuple):
    """`probability`[pupil, mark]; `expected`, `low`, `high`[mark]: how many of the class get it (80 %).

    `average`[pupil, mark]: the pupil's average after each mark.
    """

    pupils: IntArray
    probability: FloatArray
    expected: FloatArray
    low: IntArray
    high: IntArray
    average: FloatArray


def next_work(forecast: Forecast, course: int, kind: int, weight: float = 1.0) -> NextWork:
    """Forecast a work of a kind in a course, written by everybody who is taught there."""
    situation = forecast.situation
    pupils, subjects = np.nonzero(situation.taught & (situation.course == course))
    x, variance = forecast.latent.mean[pupils, subjects], forecast.latent.variance[pupils, subjects]
    chance = mark_probabilities(x, kind, forecast.parameters.emission, variance)
    have, total = situation.weight[pupils, subjects], situation.weighted[pupils, subjects]
    whole = np.broadcast_to((have + weight)[:, None], chance.shape)
    average = ratio(total[:, None] + weight * forecast.classes[None, :].astype(float), whole)
    return NextWork(pupils, chance, *counts(chance), average)
