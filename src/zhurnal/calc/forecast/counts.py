"""How many of some independent events happen: Poisson's binomial, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

LOW, HIGH = 0.1, 0.9


class Counts(NamedTuple):
    """`expected`, `low`, `high`[event]: how many times it happens, and between what with 80 %."""

    expected: FloatArray
    low: IntArray
    high: IntArray


def counts(chance: FloatArray) -> Counts:
    """Count over chance[trial, event], where no trial knows of another: pupils and the marks they may get."""
    reached = [np.cumsum(_distribution(column)) for column in chance.T.tolist()]
    low, high = (whole([np.searchsorted(one, share) for one in reached]) for share in (LOW, HIGH))
    return Counts(chance.sum(0), low, high)


def _distribution(chances: Sequence[float]) -> FloatArray:
    """The chance of each number, from none to all."""
    found = np.ones(1)
    for chance in chances:
        found = np.convolve(found, [1 - chance, chance])
    return found
