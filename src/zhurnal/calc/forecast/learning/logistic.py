"""A logistic regression held by a ridge that is centred on what was known before (Newton's method)."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, log1p

from zhurnal.calc.forecast.arrays import FloatArray, real

STEPS, HALVINGS, STILL = 30, 8, 1e-8


def ridge(
    table: FloatArray,
    happened: FloatArray,
    centre: FloatArray,
    hold: FloatArray,
    offset: FloatArray | float = 0.0,
    *,
    weight: FloatArray | float = 1.0,
) -> FloatArray:
    """Return the coefficients that make what happened likeliest, less ½·Σ hold·(β − centre)²; rows count by weight.

    A step of Newton that makes things worse is halved until it does not.
    """
    found = centre.copy()
    value = _held(table @ found + offset, happened, weight, found - centre, hold)
    for _ in range(STEPS):
        chance = expit(table @ found + offset)
        slope = table.T @ (weight * (happened - chance)) - hold * (found - centre)
        bend = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        for _ in range(HALVINGS):
            tried = found + step
            better = _held(table @ tried + offset, happened, weight, tried - centre, hold)
            if better >= value:
                break
            step = step / 2
        else:
            break
        found, value = tried, better
        if np.abs(step).max() < STILL:
            break
    return real(found)


def _held(
    far: FloatArray, happened: FloatArray, weight: FloatArray | float, off: FloatArray, hold: FloatArray
) -> float:
    """The logarithm of the likelihood, less the hold."""
    likely = happened * far - np.maximum(far, 0) - log1p(np.exp(-np.abs(far)))
    return float((weight * likely).sum() - (hold * off**2).sum() / 2)
