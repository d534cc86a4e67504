"""Why: the expected score is a sum of what each source says, exactly, because ℓ̂ = Cov·m is linear in the data."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.emission import expectation

if TYPE_CHECKING:
    from zhurnal.calc.forecast.arrays import FloatArray, IntArray
    from zhurnal.calc.forecast.engine import Forecast
    from zhurnal.calc.forecast.latent import Latent


class Source(StrEnum):
    """Where a part of the forecast comes from, in the order in which the parts are told."""

    NORM = "norm"  # как отмечают в этом классе по этому предмету
    OWN = "own"  # свои отметки по предмету
    OTHERS = "others"  # отметки по другим предметам
    LAST_YEAR = "last_year"  # прошлый год по предмету
    LAST_YEAR_OTHERS = "last_year_others"  # прошлый год по другим предметам
    TREND = "trend"  # последние недели по предмету
    TREND_ALL = "trend_all"  # последние недели по всем предметам


class Step(NamedTuple):
    """A part: by how much it moves the score, and the expected next mark from what to what."""

    source: Source
    score: float
    mark_before: float
    mark_after: float

    @property
    def change(self) -> float:
        """By how much this part moves the expected next mark."""
        return self.mark_after - self.mark_before


def terms(found: Latent, course: IntArray, last_year: FloatArray) -> FloatArray:
    """Return the parts[pupil, subject, source]; their sum is the expected score. `last_year`: its levels."""
    covariance, before = found.levels.covariance, found.before
    own = found.levels.variance * found.m
    every = (covariance @ found.m[..., None])[..., 0]
    past = (covariance @ before.weighted[..., None])[..., 0]
    # Of Cov·V⁻¹·ℓ_h the summand of the subject itself.
    through = (covariance @ before.shared[..., None])[..., 0]
    here = (found.levels.variance * before.sure - through * before.shared) * last_year
    norm = found.common.norm[course]
    trend_all = np.broadcast_to(found.pupil_drift[:, None], norm.shape)
    return np.stack([norm, own, every - own, here, past - here, found.drift_now, trend_all], -1)


def parts(forecast: Forecast) -> FloatArray:
    """Return the parts of every expected score of a forecast."""
    return terms(forecast.latent, forecast.situation.course, forecast.past.level)


def explain(forecast: Forecast, pupil: int, subject: int) -> list[Step]:
    """Tell how the expected next mark comes about, part by part, in the order of Source."""
    scores = parts(forecast)[pupil, subject]
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    marks, _ = expectation(sums, forecast.parameters.emission, forecast.situation.records.scale.low)
    answers = marks[:, 0]
    return [
        Step(source, float(scores[number]), float(answers[number]), float(answers[number + 1]))
        for number, source in enumerate(Source)
    ]


def largest(steps: list[Step], number: int = 3) -> list[Step]:
    """Return the parts that move the mark most, the norm of the course aside; the largest first."""
    moved = [step for step in steps if step.source is not Source.NORM and step.score]
    return sorted(moved, key=lambda step: (-abs(step.change), step.source))[:number]
