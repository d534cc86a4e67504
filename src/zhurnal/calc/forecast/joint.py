"""A class as a whole: marks of all pupils and subjects drawn together, and what they come to.

What a pupil's subjects have in common (the level Σ, the common trend) makes them fall and rise together; so does a
course whose works turn out hard. Marginals are those of the forecast: the draws only tie them (a Gaussian copula).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, ratio, real
from zhurnal.calc.forecast.mean import LEVEL_WEIGHTS, NODE_WEIGHTS
from zhurnal.calc.grading.indices import LEARNED, LEARNED_UNATTESTED
from zhurnal.calc.grading.scale import Level

if TYPE_CHECKING:
    from zhurnal.calc.forecast.engine import Forecast

DRAWS = 400
SEED = 20260901
CLASS_CORRELATION = 0.005  # of what the forecasts of a class in all subjects err; that of a course is learned
NOT_ATTESTED = -1


class Share(NamedTuple):
    """Median of the draws with what lies between 10 and 90 % of them."""

    median: float
    low: float
    high: float
    mean: float


class Outlook(NamedTuple):
    """A class at the end of the period: shares in percent, numbers of pupils."""

    pupils: int
    achievement: Share
    quality: Share
    learned: Share
    subject_quality: Share
    excellent: Share
    good: Share
    one_fair: Share
    failing: Share
    not_attested: Share


def class_outlook(forecast: Forecast, pupils: IntArray, draws: int = DRAWS) -> Outlook:
    """Draw the marks of these pupils together and count."""
    return outlook(draw(forecast, pupils, draws), forecast)


def draw(forecast: Forecast, pupils: IntArray, draws: int = DRAWS) -> IntArray:
    """Return marks[draw, pupil, subject]: places in the scale, −1 for «н/а», −2 where nothing is taught."""
    # Who is listed first must not matter: pupils take their random numbers in the order of what is forecast.
    if not len(pupils):
        return np.zeros((draws, 0, forecast.situation.taught.shape[1]), dtype=np.int64)
    chance = np.nan_to_num(forecast.probability[pupils])
    order = np.lexsort(np.concatenate([chance.reshape(len(pupils), -1).T, _doubt(forecast, pupils)]))
    ranked = pupils[order]
    z, coin = _normal(forecast, ranked, draws)
    above = np.nan_to_num(forecast.at_least[ranked], nan=0.0)
    found = (ndtr(z)[..., None] > 1 - above[None]).sum(-1)
    never = coin < np.nan_to_num(forecast.not_attested[ranked])
    found = np.where(never, NOT_ATTESTED, found)
    found = np.where(forecast.situation.taught[ranked], found, NOT_ATTESTED - 1)
    answer = np.empty_like(found)
    answer[:, order] = found
    return answer


def _doubt(forecast: Forecast, pupils: IntArray) -> FloatArray:
    return np.nan_to_num(forecast.latent.mean[pupils]).T


def _normal(forecast: Forecast, pupils: IntArray, draws: int) -> tuple[FloatArray, FloatArray]:
    """Correlated normal numbers[draw, pupil, subject], and even ones for «н/а»."""
    size = (draws, len(pupils), forecast.situation.taught.shape[1])
    even = np.random.Generator(np.random.PCG64(SEED))
    half = ndtri(np.clip(even.random((draws + 1, *size[1:]))[: (draws + 1) // 2], 1e-9, 1 - 1e-9))
    free = np.concatenate([half, -half])[:draws]  # each draw with its mirror: medians settle sooner
    course = forecast.situation.course[pupils]
    courses, place = np.unique(course, return_inverse=True)
    common = ndtri(np.clip(even.random(((draws + 1) // 2, len(courses) + 1)), 1e-9, 1 - 1e-9))
    both = np.concatenate([common, -common])[:draws]
    root = np.linalg.cholesky(_correlation(forecast, pupils))
    tied = np.einsum("pst,dpt->dps", root, free)
    shared = both[:, place.reshape(course.shape)]
    everywhere = both[:, -1][:, None, None]
    alike = forecast.parameters.course
    own = 1 - alike - CLASS_CORRELATION
    found = np.sqrt(own) * tied + np.sqrt(alike) * shared + np.sqrt(CLASS_CORRELATION) * everywhere
    return real(found), real(even.random(size))


def _correlation(forecast: Forecast, pupils: IntArray) -> FloatArray:
    """Of the final means of a pupil's subjects: that of the levels, by the share that levels have in the doubt."""
    found = forecast.latent
    covariance = found.levels.covariance[pupils]
    fade = 1 - found.fade * found.track.a_1[pupils]
    covariance = covariance * fade[:, :, None] * fade[:, None, :]
    covariance = covariance + (found.pupil_drift_sd[pupils] ** 2)[:, None, None]
    sd = np.sqrt(found.variance[pupils])
    share = _level_share(forecast, pupils)
    scale = share / np.maximum(sd, 1e-9)
    tied = covariance * scale[:, :, None] * scale[:, None, :]
    size = tied.shape[-1]
    tied[:, np.arange(size), np.arange(size)] = 1.0
    return np.where(np.eye(size, dtype=bool), 1.0, np.clip(tied, -0.95, 0.95) * 0.98)


def _level_share(forecast: Forecast, pupils: IntArray) -> FloatArray:
    """Return which share of a final mean's standard deviation comes from the level."""
    mean, sd = forecast.mixture.mean[pupils], forecast.mixture.sd[pupils]
    by_level = mean.reshape(*mean.shape[:-1], len(LEVEL_WEIGHTS), -1).mean(-1)
    middle = by_level @ LEVEL_WEIGHTS
    of_level = ((by_level - middle[..., None]) ** 2) @ LEVEL_WEIGHTS
    overall = mean @ NODE_WEIGHTS
    whole = ((mean - overall[..., None]) ** 2 + sd**2) @ NODE_WEIGHTS
    return np.sqrt(np.minimum(ratio(of_level, whole), 1.0))


def outlook(drawn: IntArray, forecast: Forecast) -> Outlook:
    """Count drawn marks as the deputy head does (calc/grading/indices)."""
    scale, pupils = forecast.situation.records.scale, drawn.shape[1]
    marks = forecast.classes.tolist()
    passes = np.array([scale.passes(mark) for mark in marks] + [False, True])
    level = np.array([_level(scale.level(mark)) for mark in marks] + [0, 9])
    points = np.array([_points(scale.level(mark)) for mark in marks] + [LEARNED_UNATTESTED, 0])
    place = np.where(drawn == NOT_ATTESTED, len(marks), np.where(drawn < NOT_ATTESTED, len(marks) + 1, drawn))
    counted, levels = drawn >= NOT_ATTESTED, level[place]
    number = np.maximum(counted.sum((1, 2)), 1)
    absent = (drawn == NOT_ATTESTED).any(2)
    failing = (~passes[place] & (drawn >= 0)).any(2)
    fair = (levels <= Level.FAIR) & counted
    quality = ~fair.any(2) & counted.any(2)
    excellent = quality & ~((levels == Level.GOOD) & counted).any(2)
    achieving = ~failing & ~absent
    per_cent = 100 / max(pupils, 1)
    return Outlook(
        pupils, _share(achieving.sum(1) * per_cent), _share(quality.sum(1) * per_cent),
        _share((points[place] * counted).sum((1, 2)) / number),
        _share(100 * ((levels >= Level.GOOD) & counted).sum((1, 2)) / number),
        _share(excellent.sum(1)), _share((quality & ~excellent).sum(1)),
        _share((achieving & (fair.sum(2) == 1)).sum(1)), _share(failing.sum(1)), _share(absent.sum(1)),
    )  # fmt: skip


def _level(level: Level | None) -> int:
    return Level.UNREADY if level is None else level


def _points(level: Level | None) -> int:
    return LEARNED[Level.UNREADY if level is None else level]


def _share(values: FloatArray | IntArray | BoolArray) -> Share:
    low, median, high = np.quantile(real(values), [0.1, 0.5, 0.9], method="inverted_cdf").tolist()
    return Share(median, low, high, float(np.mean(values)))
