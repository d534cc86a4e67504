"""A mark as a number on the line of the normal distribution: what a «4» is worth depends on how often it is given.

z(r) = E[X | X ~ N(0, 1) falls into the quantile bin of r]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from zhurnal.calc.forecast.arrays import FloatArray, real

if TYPE_CHECKING:
    from zhurnal.calc.forecast.records import Marks

RAREST = 1e-4


def score_of_marks(frequency: FloatArray) -> FloatArray:
    """Return z(r) for each mark of the scale from how often each is given."""
    share = np.maximum(frequency, RAREST)
    border = ndtri(np.concatenate([[0.0], np.cumsum(share / share.sum())[:-1], [1.0]]))
    height = np.where(np.isfinite(border), np.exp(-(border**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return real((height[:-1] - height[1:]) / (share / share.sum()))


def frequencies(marks: Marks, low: int, classes: int) -> FloatArray:
    """Count how often each mark was given."""
    return np.bincount(np.rint(marks.value).astype(np.int64) - low, minlength=classes)[:classes].astype(float)


def scores(marks: Marks, low: int, frequency: FloatArray, shift: FloatArray) -> FloatArray:
    """Return z − δ of each mark: its score without what its kind of work adds."""
    table = score_of_marks(frequency)
    place = np.clip(np.rint(marks.value).astype(np.int64) - low, 0, len(table) - 1)
    return real(table[place] - shift[marks.kind])
