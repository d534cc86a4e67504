"""How much pupils differ, waver and drift: by the likelihood of all marks, which the filter gives in closed form.

ln p = ½·Σ ln r_i − ½·within − ½·Σ_s (y'C⁻¹y + ln|C|) + ½·m'Cov·m − ½·ln|I + RΣR|
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, ratio, real, sum_into
from zhurnal.calc.forecast.drift import Drift, Track, follow
from zhurnal.calc.forecast.latent import latent
from zhurnal.calc.forecast.levels import levels, log_likelihood
from zhurnal.calc.forecast.observed import observe
from zhurnal.calc.forecast.scores import frequencies, score_of_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.learning.closed import Closed
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.situation import Situation

KNOWN_MARKS, KNOWN_PUPILS, KNOWN_SHAPE = 2000.0, 10.0, 60.0
KNOWN_WEEKS = 16.0
MOST_PUPILS, LEAST = 400, 1e-4
ROUNDS = 40
WEEKS = (2.0, 4.0, 8.0, 16.0)
LAGS = 10


def learn_variances(years: Sequence[Closed], base: Parameters) -> Parameters:
    """Learn frequencies, shifts, noise, Σ and drifts from the marks of closed periods."""
    found = _scores(years, base)
    for _ in range(2):
        found = _noise_and_drift(years, found, base)
        found = _covariance(years, found, base)
        found = _pupil_drift(years, found, base)
    return replace(found, subject_norm=_subject_norms(years[-1], found, base))


def _subject_norms(one: Closed, found: Parameters, base: Parameters) -> FloatArray:
    """The mean norm of each subject's courses, as the last year has it."""
    situation = one.last_day()
    norm = latent(situation, found, one.past).common.norm[situation.course]
    number = situation.taught.sum(0).astype(float)
    total = (norm * situation.taught).sum(0) + KNOWN_PUPILS * base.subject_norm
    return real(total / (number + KNOWN_PUPILS))


def _scores(years: Sequence[Closed], base: Parameters) -> Parameters:
    """Frequencies of marks, shifts δ and the noise of each kind relative to the others."""
    low, classes = years[0].records.scale.low, len(base.frequency)
    counted = sum((frequencies(one.known.marks, low, classes) for one in years), np.zeros(classes))
    known = KNOWN_MARKS * base.frequency / base.frequency.sum()
    frequency = (counted + known) / (counted.sum() + KNOWN_MARKS)
    number, total, square = (np.zeros(len(base.shift)) for _ in range(3))
    table = score_of_marks(frequency)
    for one in years:
        marks = one.known.marks
        score = table[np.rint(marks.value).astype(np.int64) - low]
        size, at = one.records.course.shape, (marks.pupil, marks.subject)
        count = sum_into(size, at)
        left = score - base.shift[marks.kind]
        left = score - ratio(sum_into(size, at, left), count)[at]
        off = left - base.shift[marks.kind]
        free = np.maximum(count[at] / np.maximum(count[at] - 1, 1), 1.0)
        number += np.bincount(marks.kind, minlength=len(number))
        total += np.bincount(marks.kind, left, minlength=len(number))
        square += np.bincount(marks.kind, off**2 * free, minlength=len(number))
    shift = (total + KNOWN_MARKS * base.shift) / (number + KNOWN_MARKS)
    noise = (square + KNOWN_MARKS * base.noise) / (number + KNOWN_MARKS)
    return replace(base, frequency=real(frequency), shift=real(shift), noise=real(noise))


def _noise_and_drift(years: Sequence[Closed], found: Parameters, base: Parameters) -> Parameters:
    """The likeliest scale of the noise, variance and memory of the drift: a search by halves on a grid."""
    cases = [_case(one, found) for one in years]

    def likelihood(point: tuple[float, float, float]) -> float:
        drift = Drift(point[1], point[2])
        return sum(case.likelihood(point[0], drift, found.covariance) for case in cases)

    best = (1.0, found.drift.variance, found.drift.weeks)
    value = likelihood(best)
    for step in (2.0, 1.4, 1.15):
        for place in (0, 1, 2, 0, 1, 2):
            for factor in (step, 1 / step):
                point = tuple(one * factor if place == at else one for at, one in enumerate(best))
                tried = likelihood((point[0], point[1], point[2]))
                if tried > value:
                    best, value = (point[0], point[1], point[2]), tried
    pupils = sum(len(one.records.course) for one in years)
    trust = pupils / (pupils + KNOWN_PUPILS)
    noise = found.noise * (trust * best[0] + 1 - trust)
    drift = _held(Drift(best[1], best[2]), base.drift, trust * _of_time(cases))
    return replace(found, noise=real(noise), drift=drift)


def _held(own: Drift, known: Drift, trust: float) -> Drift:
    """A drift between the school's own and the known one."""
    variance = _between(own.variance, known.variance, trust)
    return Drift(variance, trust * own.weeks + (1 - trust) * known.weeks)


def _of_time(cases: Sequence[_Case]) -> float:
    """How far weeks tell of drifts: in the few weeks of one period a slow drift looks like a level."""
    weeks = sum(len(case.mean) for case in cases)
    return weeks / (weeks + KNOWN_WEEKS)


class _Case:
    """The marks of a year by week, without norms, difficulties and the common trend; of some pupils if many."""

    def __init__(self, situation: Situation, one: Closed, parameters: Parameters) -> None:
        seen = observe(situation, parameters)
        common = latent(situation, parameters, one.past).common
        left = seen.score - common.norm[seen.course] - seen.difficulty(common)
        every = -(-len(situation.taught) // MOST_PUPILS)
        chosen = seen.pupil % every == 0
        pupils = -(-len(situation.taught) // every)
        at = (seen.week[chosen], seen.pupil[chosen] // every, seen.subject[chosen])
        size = (len(seen.by_week), pupils, situation.taught.shape[1])
        precision = seen.precision[chosen]
        self.precision = sum_into(size, at, precision)
        self.mean = ratio(sum_into(size, at, precision * left[chosen]), self.precision)
        self.within = float((precision * (left[chosen] - self.mean[at]) ** 2).sum())
        self.number = len(precision)

    def follow(self, scale: float, drift: Drift) -> Track:
        """Run the filter with the noise scaled."""
        return follow(self.precision / scale, self.mean, drift)

    def likelihood(self, scale: float, drift: Drift, covariance: FloatArray) -> float:
        """Return ln p of the marks, but for a constant."""
        track = self.follow(scale, drift)
        of_levels = log_likelihood(track.q, track.m, covariance).sum()
        alone = -(track.square + track.log_det).sum() / 2
        return float(alone + of_levels - self.within / scale / 2 - self.number * np.log(scale) / 2)


def _case(one: Closed, parameters: Parameters) -> _Case:
    return _Case(one.last_day(), one, parameters)


def _covariance(years: Sequence[Closed], found: Parameters, base: Parameters) -> Parameters:
    """Σ by expectation and maximisation; a small school keeps the factory's shape at its own size."""
    tracks = [_case(one, found).follow(1.0, found.drift) for one in years]
    q, m = (np.concatenate([getattr(track, name) for track in tracks]) for name in ("q", "m"))
    some = (q > 0).any(1)
    q, m, pupils = q[some], m[some], int(some.sum())
    own = found.covariance
    for _ in range(ROUNDS if pupils else 0):
        known = levels(q, m, own)
        own = known.covariance.mean(0) + known.mean.T @ known.mean / pupils
    size, trust = float(np.trace(own) / np.trace(base.covariance)), pupils / (pupils + KNOWN_PUPILS)
    shape = pupils / (pupils + KNOWN_SHAPE)
    mixed = shape * own + (1 - shape) * size * base.covariance
    return replace(found, covariance=real(mixed * _between(1.0, 1 / max(size, LEAST), trust)))


def _between(own: float, known: float, trust: float) -> float:
    """A variance between the school's own and the known one, by ratios: a school may have none at all."""
    return float(max(own, LEAST) ** trust * max(known, LEAST) ** (1 - trust))


def _pupil_drift(years: Sequence[Closed], found: Parameters, base: Parameters) -> Parameters:
    """Variance and memory of the common trend: what different subjects of a pupil err together, by lag in weeks."""
    total, number, pupils = np.zeros(LAGS), np.zeros(LAGS), 0
    cases = [_case(one, found) for one in years]
    for case in cases:
        track = case.follow(1.0, found.drift)
        known = levels(track.q, track.m, found.covariance).mean
        has = (case.precision > 0).astype(float)
        off = (case.mean - known) * has
        pupils += off.shape[1]
        for lag in range(min(LAGS, len(off) - 1)):
            early, late = off[: len(off) - lag], off[lag:]
            seen, then = has[: len(off) - lag], has[lag:]
            total[lag] += (early.sum(2) * late.sum(2) - (early * late).sum(2)).sum()
            number[lag] += (seen.sum(2) * then.sum(2) - (seen * then).sum(2)).sum()
    trust = pupils / (pupils + KNOWN_PUPILS) * _of_time(cases)
    own = Drift(*_fitted(ratio(total, number), number))
    return replace(found, pupil_drift=_held(own, base.pupil_drift, trust))


def _fitted(lagged: FloatArray, number: FloatArray) -> tuple[float, float]:
    """The best s²·exp(−lag/τ) + constant over a grid of τ; the constant is what levels took away."""
    best, answer = np.inf, (0.0, WEEKS[1])
    for weeks in WEEKS:
        fading = np.exp(-np.arange(LAGS) / weeks)
        table = np.stack([fading, np.ones(LAGS)], 1) * np.sqrt(number)[:, None]
        solved, *_ = np.linalg.lstsq(table, lagged * np.sqrt(number), rcond=None)
        left = float((((table @ solved) - lagged * np.sqrt(number)) ** 2).sum())
        if left < best:
            best, answer = left, (max(float(solved[0]), 0.0), weeks)
    return answer
