"""How a pupil moves from week to week: an Ornstein–Uhlenbeck process d, followed by a filter of Kalman.

The marks of one week of a pupil in a subject are one observation  y = ℓ + d(t) + e  of precision r. The level ℓ
is not known yet, so the filter runs for y and for 1 side by side; the answer for any ℓ is then  a_y − ℓ·a_1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from zhurnal.calc.forecast.arrays import FloatArray


class Drift(NamedTuple):
    """Variance s² of a drift and the weeks τ in which it forgets: Cov = s²·exp(−|Δt|/τ)."""

    variance: float
    weeks: float


class Track(NamedTuple):
    """What the filter leaves: q = 1'C⁻¹1, m = 1'C⁻¹y, y'C⁻¹y, ln|C|, and d̂ = a_y − ℓ·a_1 with variance c."""

    q: FloatArray
    m: FloatArray
    square: FloatArray
    log_det: FloatArray
    a_y: FloatArray
    a_1: FloatArray
    c: FloatArray


def follow(precision: FloatArray, mean: FloatArray, drift: Drift) -> Track:
    """Run the filter over weeks [week, pupil, subject]; a week without marks has precision 0."""
    shape = mean.shape[1:]
    q, m, square, log_det = np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape)
    a_y, a_1, c = np.zeros(shape), np.zeros(shape), np.full(shape, drift.variance)
    keep = np.exp(-1 / drift.weeks)
    for r, y in zip(precision, mean, strict=True):
        a_y, a_1 = keep * a_y, keep * a_1
        c = keep * keep * c + (1 - keep * keep) * drift.variance
        grown = 1 + c * r
        sure = r / grown  # the precision of this week's innovation; 0 where nothing was seen
        new_y, new_1 = y - a_y, 1 - a_1
        q += new_1 * new_1 * sure
        m += new_1 * new_y * sure
        square += new_y * new_y * sure
        log_det += np.log(grown)
        gain = c * sure
        a_y, a_1 = a_y + gain * new_y, a_1 + gain * new_1
        c = c / grown
    return Track(q, m, square, log_det, a_y, a_1, c)


def smooth(precision: FloatArray, mean: FloatArray, drift: Drift) -> tuple[FloatArray, FloatArray]:
    """Return the drift in every week and its variance in the last, from all weeks (Rauch–Tung–Striebel)."""
    weeks, shape = len(mean), mean.shape[1:]
    keep = np.exp(-1 / drift.weeks)
    found, spread = np.zeros((weeks, *shape)), np.zeros((weeks, *shape))
    a, c = np.zeros(shape), np.full(shape, drift.variance)
    for week in range(weeks):
        a, c = keep * a, keep * keep * c + (1 - keep * keep) * drift.variance
        gain = c * precision[week] / (1 + c * precision[week])
        a, c = a + gain * (mean[week] - a), c * (1 - gain)
        found[week], spread[week] = a, c
    last = spread[-1].copy() if weeks else c
    for week in range(weeks - 2, -1, -1):
        ahead = keep * keep * spread[week] + (1 - keep * keep) * drift.variance
        back = np.divide(keep * spread[week], ahead, out=np.zeros(shape), where=ahead > 0)
        found[week] += back * (found[week + 1] - keep * found[week])
    return found, last


def ahead(drift: Drift, weeks: float) -> tuple[float, float]:
    """Average the drift over the coming weeks: the share g of today's that is left, and the variance added."""
    h = max(weeks, 1e-6) / drift.weeks
    left = -np.expm1(-h) / h
    added = drift.variance * max(2 / h * (1 - left) - left * left, 0.0)
    return float(left), float(added)
