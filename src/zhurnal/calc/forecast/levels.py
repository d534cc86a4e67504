"""How strong a pupil is in each subject: levels ℓ ~ N(0, Σ) about the norms of the courses, all at once.

    Cov = (Σ⁻¹ + Q)⁻¹ = (I + Σ·Q)⁻¹·Σ      ℓ̂ = Cov·m
    Q   = diag q − u·u',  u for what the levels of last year err together

The second form needs no inverse of Σ, so that pupils may differ in nothing at all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, real


class Levels(NamedTuple):
    """ℓ̂[pupil, subject] and its covariance[pupil, subject, subject]."""

    mean: FloatArray
    covariance: FloatArray

    @property
    def variance(self) -> FloatArray:
        """The variance of each level alone."""
        return real(np.einsum("pss->ps", self.covariance))


def levels(
    precision: FloatArray, weighted: FloatArray, covariance: FloatArray, together: FloatArray | None = None
) -> Levels:
    """Weigh what each subject says about itself (q, m) with what the subjects say about each other (Σ)."""
    size = covariance.shape[0]
    inner = covariance[None] * precision[:, None, :]
    if together is not None and together.any():
        inner -= (together @ covariance)[:, :, None] * together[:, None, :]
    inner[:, np.arange(size), np.arange(size)] += 1.0
    # The whole school in one call of the library.
    found = np.linalg.solve(inner, np.broadcast_to(covariance, inner.shape))
    found = (found + np.swapaxes(found, 1, 2)) / 2
    return Levels((found @ weighted[..., None])[..., 0], found)


def log_likelihood(precision: FloatArray, weighted: FloatArray, covariance: FloatArray) -> FloatArray:
    """Return of each pupil ½·m'Cov·m − ½·ln|I + R·Σ·R|: what Σ adds to the likelihood of the marks."""
    root = np.sqrt(precision)
    inner = root[:, :, None] * covariance[None] * root[:, None, :] + np.eye(covariance.shape[0])
    _, log_det = np.linalg.slogdet(inner)
    mean = levels(precision, weighted, covariance).mean
    found: FloatArray = (np.einsum("ps,ps->p", mean, weighted) - log_det) / 2
    return found
