"""From the marks seen to a pupil's expected score in the coming weeks: the model M.

    z − δ = η[course] + ℓ[pupil, subject] + f[pupil](t) + d[pupil, subject](t) + w[work] + e

What is on the right is found in turn, each from what the others leave, twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, ratio, real, sum_into, whole
from zhurnal.calc.forecast.drift import Track, ahead, follow, smooth
from zhurnal.calc.forecast.levels import Levels, levels
from zhurnal.calc.forecast.observed import Common, Observed, observe

if TYPE_CHECKING:
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.past import Past
    from zhurnal.calc.forecast.situation import Situation

WHOLE_CLASS, SUBJECT_KNOWN = 8, 10.0


class Before(NamedTuple):
    """What last year says: D, u and V⁻¹·ℓ_h (see `_before`)."""

    sure: FloatArray
    shared: FloatArray
    weighted: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Latent:
    """The expected score x of the coming weeks with its variance, and everything that it is made of.

    `drift_now`, `pupil_drift` are already faded to the coming weeks; `spread_of_drifts` is their variance.
    """

    mean: FloatArray
    variance: FloatArray
    common: Common
    track: Track
    levels: Levels
    m: FloatArray
    before: Before
    fade: float
    drift_now: FloatArray
    pupil_drift: FloatArray
    pupil_drift_sd: FloatArray


def latent(situation: Situation, parameters: Parameters, past: Past, given: Common | None = None) -> Latent:
    """Find levels and drifts of everybody; with `given` norms and difficulties, of one pupil alone."""
    seen = observe(situation, parameters)
    before = _before(parameters, past)
    common = given or _in_common(situation, parameters, past, seen, before)
    norm, weekly = common.norm[situation.course], seen.weekly(common)
    trend = np.zeros(weekly.shape[:2]), np.zeros(weekly.shape[1])
    for _ in range(2):
        track = follow(seen.by_week, weekly - trend[0][:, :, None], parameters.drift)
        found = known_levels(track, norm, before, parameters)
        last = trend
        trend = _all_subjects(seen.by_week, weekly - norm - found.mean, parameters)
    return _ahead(situation, parameters, common, track, found, before, last)


def _in_common(
    situation: Situation, parameters: Parameters, past: Past, seen: Observed, before: Before
) -> Common:
    """η and w of every course, each from what the other leaves."""
    common = Common(np.zeros(len(situation.records.teacher)), whole([]), real([]))
    for _ in range(2):
        track = follow(seen.by_week, seen.weekly(common), parameters.drift)
        common = common._replace(norm=_norms(situation, parameters, past, track, before))
        norm = common.norm[situation.course]
        found = known_levels(track, norm, before, parameters)
        common = _difficulties(common, seen, norm + found.mean, parameters)
    return common


def _before(parameters: Parameters, past: Past) -> Before:
    """Last year's level ℓ_h as one more observation, whose errors v + s_g² have the common step g of the pupil.

    V⁻¹ = D − u·u'  with D = diag 1/v,  v = s_y² + 1/sureness,  u = D·1 / √(1/s_g² + 1'D·1)
    """
    alone, together = parameters.year
    known = past.sureness > 0
    sure = np.where(known, 1 / (alone + ratio(np.ones(known.shape), past.sureness)), 0.0)
    total = sure.sum(1, keepdims=True)
    shared = sure * np.sqrt(together / (1 + together * total))
    weighted = sure * past.level - shared * (shared * past.level).sum(1, keepdims=True)
    return Before(sure, shared, weighted)


def known_levels(track: Track, norm: FloatArray, before: Before, parameters: Parameters) -> Levels:
    """ℓ̂ from this year's marks and last year's level."""
    weighted = track.m - norm * track.q + before.weighted
    return levels(track.q + before.sure, weighted, parameters.covariance, before.shared)


def _ahead(  # noqa: PLR0917 -- all that was found, once
    situation: Situation, parameters: Parameters, common: Common, track: Track, found: Levels,
    before: Before, trend: tuple[FloatArray, FloatArray],
) -> Latent:  # fmt: skip
    """Carry today's levels and drifts into the weeks that are left, on their average."""
    fade, added = ahead(parameters.drift, situation.weeks_left)
    pupil_fade, pupil_added = ahead(parameters.pupil_drift, situation.weeks_left)
    norm = common.norm[situation.course]
    drift_now = fade * (track.a_y - track.a_1 * (norm + found.mean))
    pupil_now = trend[0][-1] * pupil_fade
    variance = found.variance * (1 - fade * track.a_1) ** 2 + track.c * fade**2 + added
    variance += (trend[1] * pupil_fade**2 + pupil_added)[:, None]
    return Latent(
        norm + found.mean + drift_now + pupil_now[:, None], variance, common, track, found,
        track.m - norm * track.q, before, fade, drift_now, pupil_now, np.sqrt(trend[1]),
    )  # fmt: skip


def _norms(
    situation: Situation, parameters: Parameters, past: Past, track: Track,
    before: Before,
) -> FloatArray:  # fmt: skip
    """η: the mean of a course, shrunk to its norm of last year, else to the subject's (backfitted once)."""
    taught, course = situation.taught & (track.q > 0), situation.course
    own = ratio(track.m, track.q)
    start, known = _prior_norm(situation, parameters, past, own, track.q)
    norm = start
    variance = np.diag(parameters.covariance)[None, :]
    for _ in range(2):
        found = known_levels(track, norm[course], before, parameters)
        # What everything but the pupil's own marks in this course says about the level.
        without = np.maximum(1 / np.maximum(found.variance, 1e-9) - track.q, 1 / np.maximum(variance, 1e-9))
        others = (
            found.mean / np.maximum(found.variance, 1e-9) - (track.m - norm[course] * track.q)
        ) / without
        sure = taught / (ratio(np.ones_like(own), track.q, 1.0) + 1 / without)
        total = sum_into(norm.shape, (course[taught],), (sure * (own - others))[taught])
        weight = sum_into(norm.shape, (course[taught],), sure[taught])
        norm = (total + start / known) / (weight + 1 / known)
    return norm


def _prior_norm(
    situation: Situation, parameters: Parameters, past: Past, own: FloatArray, q: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """What a course's norm is expected to be before its own marks, and the variance of that."""
    taught = situation.taught & (q > 0)
    sure = np.where(taught, 1 / (ratio(np.ones_like(own), q, 1.0) + 1.0), 0.0)
    by_subject = (sure * own).sum(0) + SUBJECT_KNOWN * parameters.subject_norm
    by_subject = by_subject / (sure.sum(0) + SUBJECT_KNOWN)
    courses = len(situation.records.teacher)
    place = (situation.course[situation.taught],)
    subject = np.broadcast_to(by_subject, own.shape)[situation.taught]
    expected = ratio(sum_into((courses,), place, subject), sum_into((courses,), place))
    from_year, from_subject = parameters.norm
    has = past.norm_known > 0
    return np.where(has, past.norm, expected), np.where(has, from_year, from_subject)


def _difficulties(common: Common, seen: Observed, expected: FloatArray, parameters: Parameters) -> Common:
    """w: by how much a whole class did better or worse than expected in a work, shrunk by n/(n + work)."""
    number = np.bincount(seen.work, minlength=len(seen.works)).astype(float)
    left = seen.score - expected[seen.pupil, seen.subject]
    total = np.bincount(seen.work, left, minlength=len(seen.works))
    mean = np.where(number >= WHOLE_CLASS, total / (number + parameters.work), 0.0)
    return Common(common.norm, seen.works, mean)


def _all_subjects(
    precision: FloatArray, left: FloatArray, parameters: Parameters
) -> tuple[FloatArray, FloatArray]:
    """f: what a pupil does in all subjects at once, from what levels leave of each week."""
    if parameters.pupil_drift.variance <= 0:
        return np.zeros(left.shape[:2]), np.zeros(left.shape[1])
    # The drift of a single subject is noise here.
    sure = precision / (1 + precision * parameters.drift.variance)
    total = sure.sum(2)
    return smooth(total, ratio((sure * left).sum(2), total), parameters.pupil_drift)
