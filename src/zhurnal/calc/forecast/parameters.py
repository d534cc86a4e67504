"""Everything that is learned. The factory's values come from two invented schools and are replaced step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhurnal.calc.forecast.arrays import FloatArray
    from zhurnal.calc.forecast.drift import Drift


@dataclass(frozen=True, slots=True, eq=False)
class Emission:
    """P(mark ≥ j | x, kind) = Φ((x + shift[kind] − border[j]) / spread[kind])."""

    shift: FloatArray
    spread: FloatArray
    border: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TaughtRule:
    """P(F ≥ k | mean) = σ(a + b·(mean − threshold) + g·clip(previous − mean, ±1) + offset of the teacher).

    `doubt`: the variance of what is not known of each teacher's offset.
    """

    a: FloatArray
    b: FloatArray
    g: FloatArray
    offset: FloatArray
    doubt: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Recalibration:
    """Coefficients[phase, k, (A, B, c…)] at the shares `elapsed` of a period; `width` widens the interval."""

    elapsed: FloatArray
    coefficients: FloatArray
    width: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """What a forecast needs beside the records; docs/forecast.md has the table of the letters.

    `covariance`[subject, subject] is Σ in the order of the records' subjects. `norm`: variances of a course's norm
    about last year's and about the subject's, which is expected to be `subject_norm`[subject]. `year`: variances
    of the step from one year to the next, of each subject alone and of all together. `rate`, `weight`[kind]: marks
    a pupil gets in a lesson beside planned works, and what such a mark weighs. `attestation`: of the «н/а» that
    mere chance would leave this share comes, since teachers see to the others. `resit`: the share of failed marks
    that a re-sit annuls. `course`: the correlation of what forecasts of one course err.
    """

    frequency: FloatArray
    shift: FloatArray
    noise: FloatArray
    covariance: FloatArray
    drift: Drift
    pupil_drift: Drift
    norm: tuple[float, float]
    subject_norm: FloatArray
    work: float
    year: tuple[float, float]
    rate: FloatArray
    weight: FloatArray
    emission: Emission
    rule: TaughtRule
    recalibration: Recalibration | None
    attestation: float
    resit: float
    course: float
