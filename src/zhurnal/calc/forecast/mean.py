"""The weighted mean at the end of the period, as a mixture of normal distributions.

Nodes: 9 of Gauss–Hermite for the level x, 3 for the weight to come. In each the marks to come are independent:

    M ~ N((S + W_f·E r) / (W + W_f),  Σ w²·var r / (W + W_f)²)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, ratio, real
from zhurnal.calc.forecast.emission import expectation

if TYPE_CHECKING:
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.remaining import Remaining
    from zhurnal.calc.forecast.situation import Situation

LEVELS = 9
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(LEVELS)
LEVEL_POINTS: FloatArray = real(_POINTS)
LEVEL_WEIGHTS: FloatArray = real(_WEIGHTS / _WEIGHTS.sum())
COUNT_POINTS: FloatArray = real([-np.sqrt(3), 0, np.sqrt(3)])
COUNT_WEIGHTS: FloatArray = real([1 / 6, 2 / 3, 1 / 6])
NODE_WEIGHTS: FloatArray = np.outer(LEVEL_WEIGHTS, COUNT_WEIGHTS).ravel()
Z80 = 1.2815515655446004


class Mixture(NamedTuple):
    """Of each pupil and subject, per node: mean and standard deviation of the weighted mean."""

    mean: FloatArray
    sd: FloatArray

    def moments(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return mean, standard deviation and skewness of the whole mixture."""
        mean = self.mean @ NODE_WEIGHTS
        off = self.mean - mean[..., None]
        variance = (off**2 + self.sd**2) @ NODE_WEIGHTS
        third = (off**3 + 3 * off * self.sd**2) @ NODE_WEIGHTS
        return mean, np.sqrt(variance), ratio(third, variance**1.5)


def mixture(
    situation: Situation, level: tuple[FloatArray, FloatArray], coming: Remaining, parameters: Parameters
) -> Mixture:
    """Make the mixture for each pupil and subject; `level` is the expected score x with its variance."""
    emission, resit = parameters.emission, parameters.resit
    x, variance = level
    nodes = x[..., None] + np.sqrt(variance)[..., None] * LEVEL_POINTS
    mean, spread = expectation(nodes, emission, situation.records.scale.low)
    heavy = (coming.number * coming.weight)[..., None, :]
    square = (coming.number * coming.weight**2)[..., None, :]
    total = coming.total
    per_weight = ratio((heavy * mean).sum(-1), total[..., None], mean[..., 0])
    per_square = ratio((square * spread).sum(-1), total[..., None])
    future = np.maximum(total[..., None] + np.sqrt(coming.variance)[..., None] * COUNT_POINTS, 0.0)
    whole = situation.weight[..., None] + future
    # What is failed may be re-sat: a part of its weight is still to be earned.
    hope = (resit * (total > 0))[..., None]
    stands = situation.weighted[..., None] - hope * situation.hopeful_weighted[..., None]
    stands = stands + hope * situation.hopeful[..., None] * per_weight
    known = stands[..., :, None] + future[..., None, :] * per_weight[..., :, None]
    # Without any mark, now or to come, the level itself is the answer.
    middle = ratio(known, np.broadcast_to(whole[..., None, :], known.shape), per_weight[..., None])
    doubt = np.sqrt(future[..., None, :] * per_square[..., :, None])
    sd = ratio(doubt, np.broadcast_to(whole[..., None, :], doubt.shape))
    shape = (*x.shape, len(NODE_WEIGHTS))
    return Mixture(middle.reshape(shape), sd.reshape(shape))


def interval(
    mean: FloatArray, sd: FloatArray, skew: FloatArray, limits: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """Return the 80 % interval of a mean, with the skewness of the mixture (Cornish–Fisher)."""
    bend = np.clip(skew, -1, 1) * (Z80**2 - 1) / 6
    return np.clip(mean + (bend - Z80) * sd, *limits), np.clip(mean + (bend + Z80) * sd, *limits)
