"""The second look, M2: what the school's closed periods say of the forecast's own probability.

    P′(F ≥ k) = σ(A_k + (B_k + D_k·h)·L_k + u²·(E_k + G_k·L_k) + u·c_k'x)
    L_k = logit of M's probability,   u = 2·exp(−|L_k|/2)

Centred on B = 1 and 0 for all others, where nothing changes. The side features x count most where M is in doubt.
One of them, h, tells whether a period before this one is over for the pupil: then M tends to be less sure of itself
than it might be. E and G are for what happens near a threshold only, where pupils are asked once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, ratio, real, sum_into
from zhurnal.calc.forecast.situation import is_control

if TYPE_CHECKING:
    from zhurnal.calc.forecast.parameters import Recalibration
    from zhurnal.calc.forecast.situation import Situation

FEATURES = (
    "previous", "has_previous", "last", "number", "given", "controls", "spread", "absence",
)  # fmt: skip
HAS_PREVIOUS = FEATURES.index("has_previous")
FARTHEST, TINY = 7.0, 1e-14
CLIP = 3.0


def features(situation: Situation, mean: FloatArray, sd: FloatArray, given: FloatArray) -> FloatArray:
    """Return the side features x[pupil, subject, feature], each of about one unit."""
    seen, shape = situation.seen, mean.shape
    now = seen.where(seen.day >= situation.first)
    tests = is_control(now)
    weight = sum_into(shape, (now.pupil[tests], now.subject[tests]), now.weight[tests])
    total = sum_into(shape, (now.pupil[tests], now.subject[tests]), (now.weight * now.value)[tests])
    has = np.isfinite(situation.previous)
    away = np.stack(np.broadcast_arrays(absence_column(situation, shape), mean))[0]
    columns = [
        2 * np.where(has, np.nan_to_num(situation.previous) - mean, 0.0), has - 0.7,
        _last(now.pupil, now.subject, now.day, now.value, mean),
        np.log1p(situation.count) - 1.5, 3 * (given - 0.5), np.where(weight > 0, ratio(total, weight) - mean, 0.0),
        4 * (mean - 4) * sd, away,
    ]  # fmt: skip
    return real(np.clip(np.stack(columns, -1), -CLIP, CLIP))


def absence_column(situation: Situation, shape: tuple[int, ...]) -> FloatArray:
    """Return the share of days missed, of about one unit, for every subject."""
    return np.broadcast_to(5 * (situation.absence - 0.05)[:, None], shape)


def _last(
    pupil: IntArray, subject: IntArray, day: IntArray, value: FloatArray, mean: FloatArray
) -> FloatArray:
    """The mean of the marks of the pupil's last marked day, above the expected mean."""
    shape = mean.shape
    newest = np.full(shape, -1, dtype=np.int64)
    np.maximum.at(newest, (pupil, subject), day)
    last = day == newest[pupil, subject]
    at = (pupil[last], subject[last])
    number = sum_into(shape, at)
    return np.where(number > 0, ratio(sum_into(shape, at, value[last]), number) - mean, 0.0)


def doubtful(chance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return L, the logit, slower and slower beyond 7, and u, how much side features count there.

    L never stands still: a better mark must never make a good period mark less likely.
    """
    far = logit(np.clip(chance, TINY, 1 - TINY))
    beyond = np.maximum(np.abs(far) - FARTHEST, 0.0)
    slowed = np.sign(far) * (np.abs(far) - beyond + np.log1p(beyond))
    return real(slowed), real(2 * np.exp(-np.abs(far) / 2))


def terms(chance: FloatArray, side: FloatArray) -> FloatArray:
    """Return on a new last axis what A, B, D, E, G and c are the coefficients of."""
    far, doubt = doubtful(chance)
    own = [np.ones_like(far), far, far * side[..., HAS_PREVIOUS], doubt**2, doubt**2 * far]
    return np.concatenate([np.stack(own, -1), doubt[..., None] * side], -1)


def recalibrate(
    chance: FloatArray, side: FloatArray, learned: Recalibration | None, elapsed: float
) -> FloatArray:
    """Apply M2 to P(≥ k); without anything learned M2 is M."""
    if learned is None or learned.coefficients.shape[1] != chance.shape[-1]:
        return chance
    coefficients = at_phase(learned.coefficients, learned.elapsed, elapsed)
    found = np.stack([terms(chance[..., k], side) @ one for k, one in enumerate(coefficients)], -1)
    return np.minimum.accumulate(real(expit(found)), axis=-1)


def at_phase(table: FloatArray, phases: FloatArray, elapsed: float) -> FloatArray:
    """Read a table of phases between two of them."""
    place = float(np.clip(np.interp(elapsed, phases, np.arange(len(phases))), 0, len(phases) - 1))
    below = min(int(place), len(phases) - 2) if len(phases) > 1 else 0
    if len(phases) == 1:
        return real(table[0])
    share = place - below
    return real((1 - share) * table[below] + share * table[below + 1])
