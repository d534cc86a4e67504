"""The emission: borders, shifts and spreads that make the later marks of closed periods likeliest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtr

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, real
from zhurnal.calc.forecast.parameters import Emission
from zhurnal.calc.forecast.records import WorkType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.learning.closed import Phase
    from zhurnal.calc.forecast.parameters import Parameters

MOST = 5_000
KNOWN = 300.0
LEAST = 1e-9
LIMITS = (-3.0, 2.0)  # of the logarithm of a spread


class Later(NamedTuple):
    """Marks that came after a forecast: the expected score, its variance, the kind, the place in the scale."""

    x: FloatArray
    variance: FloatArray
    kind: IntArray
    place: IntArray


def later_marks(one: Phase) -> Later:
    """Collect what came after a forecast, evenly thinned."""
    marks = one.later.where(np.arange(0, len(one.later), max(len(one.later) // MOST, 1)))
    at, found = (marks.pupil, marks.subject), one.forecast.latent
    place = np.rint(marks.value).astype(np.int64) - one.forecast.situation.records.scale.low
    return Later(found.mean[at], found.variance[at], marks.kind, place)


def learn_emission(parts: Sequence[Later], base: Parameters) -> Parameters:
    """Return the parameters with the likeliest emission, held by what was known before."""
    later = Later(*(np.concatenate([getattr(part, name) for part in parts]) for name in Later._fields))
    known = base.emission
    start = np.concatenate([known.shift, np.log(known.spread), known.border])
    kinds = len(known.shift)
    limits = [(None, None)] * kinds + [LIMITS] * kinds + [(None, None)] * len(known.border)
    solved = minimize(
        _loss, start, args=(later, start), jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 60}
    )
    x = real(solved.x)
    borders = np.maximum.accumulate(x[2 * kinds :])
    return replace(base, emission=Emission(x[:kinds], np.exp(x[kinds : 2 * kinds]), borders))


def _loss(x: FloatArray, later: Later, start: FloatArray) -> tuple[float, FloatArray]:
    """−ln p of the marks with its gradient, and the pull to the start."""
    kinds = len(WorkType)
    borders = len(start) - 2 * kinds
    shift, log_spread, border = x[:kinds], x[kinds : 2 * kinds], x[2 * kinds :]
    spread2 = np.exp(2 * log_spread)[later.kind]
    width = np.sqrt(spread2 + later.variance)
    middle = later.x + shift[later.kind]
    ends = np.concatenate([[-np.inf], border, [np.inf]])
    low, high = (ends[later.place] - middle) / width, (ends[later.place + 1] - middle) / width
    chance = np.maximum(ndtr(high) - ndtr(low), LEAST)
    at_low, at_high = _density(low), _density(high)
    by_low, by_high = at_low / chance / width, -at_high / chance / width
    gradient = np.zeros_like(x)
    gradient[:kinds] = np.bincount(later.kind, -(by_low + by_high), minlength=kinds)
    finite_low, finite_high = np.nan_to_num(low, neginf=0.0), np.nan_to_num(high, posinf=0.0)
    by_width = -(at_low * finite_low - at_high * finite_high) / chance / width
    gradient[kinds : 2 * kinds] = np.bincount(later.kind, by_width * spread2 / width, minlength=kinds)
    inner = np.zeros(borders + 2)
    inner += np.bincount(later.place, by_low, minlength=borders + 2)
    inner += np.bincount(later.place + 1, by_high, minlength=borders + 2)
    gradient[2 * kinds :] = inner[1:-1]
    off = x - start
    return float(-np.log(chance).sum() + KNOWN / 2 * (off**2).sum()), real(gradient + KNOWN * off)


def _density(at: FloatArray) -> FloatArray:
    return real(np.exp(-np.minimum(at**2, 1e3) / 2) / np.sqrt(2 * np.pi))
