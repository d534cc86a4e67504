"""A logistic regression held by a ridge that is centred on what was known before (Newton's method)."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from zhurnal.calc.forecast.arrays import FloatArray, real

STEPS, STILL, LONGEST_STEP = 30, 1e-8, 5.0


def ridge(
    table: FloatArray,
    happened: FloatArray,
    centre: FloatArray,
    hold: FloatArray,
    offset: FloatArray | float = 0.0,
) -> FloatArray:
    """Return the coefficients that make what happened likeliest, less ½·Σ hold·(β − centre)²."""
    found = centre.copy()
    for _ in range(STEPS):
        chance = expit(table @ found + offset)
        slope = table.T @ (happened - chance) - hold * (found - centre)
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(hold)
        step = np.linalg.solve(bend, slope)
        found = found + np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        if np.abs(step).max() < STILL:
            break
    return real(found)
