"""From the expected score to a mark: an ordinal probit with its own spread for each kind of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from zhurnal.calc.forecast.arrays import FloatArray, real

if TYPE_CHECKING:
    from zhurnal.calc.forecast.parameters import Emission


def reaches(x: FloatArray, kind: int, emission: Emission, variance: FloatArray | float = 0.0) -> FloatArray:
    """Return P(mark ≥ j) for each mark but the lowest, on a new last axis.

    Φ((x + d_k − t_j) / √(s_k² + v)): doubt about x itself widens it.
    """
    spread = np.sqrt(emission.spread[kind] ** 2 + real(variance))
    middle = x + emission.shift[kind]
    return real(ndtr((middle[..., None] - emission.border) / real(spread)[..., None]))


def mark_probabilities(
    x: FloatArray, kind: int, emission: Emission, variance: FloatArray | float = 0.0
) -> FloatArray:
    """Return the probability of each mark of a work of this kind, the lowest first."""
    return differences(reaches(x, kind, emission, variance))


def differences(at_least: FloatArray) -> FloatArray:
    """Return P(= k) from P(≥ k)."""
    one = np.ones((*at_least.shape[:-1], 1))
    whole = np.concatenate([one, at_least, np.zeros_like(one)], axis=-1)
    return real(np.maximum(whole[..., :-1] - whole[..., 1:], 0.0))


def expectation(x: FloatArray, emission: Emission, low: int) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of a mark of each kind, kinds on a new last axis."""
    means, variances = [], []
    for kind in range(len(emission.shift)):
        above = reaches(x, kind, emission)
        steps = 2 * np.arange(above.shape[-1]) + 1
        mean = above.sum(-1)
        means.append(low + mean)
        variances.append(np.maximum((above * steps).sum(-1) - mean**2, 0.0))
    return np.stack(means, -1), np.stack(variances, -1)
