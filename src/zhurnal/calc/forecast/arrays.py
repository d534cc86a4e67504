"""Names of the arrays that everything here is made of, and sums over them in a stable order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Shape = tuple[int, ...]
LEAST_VARIANCE = 1e-3  # of the largest; a direction without any could not be told apart


def whole(values: object) -> IntArray:
    """Return whole numbers as an array."""
    return np.asarray(values, dtype=np.int64)


def real(values: object) -> FloatArray:
    """Return real numbers as an array."""
    return np.asarray(values, dtype=np.float64)


def sum_into(shape: Shape, at: tuple[IntArray, ...], values: FloatArray | None = None) -> FloatArray:
    """Add `values` (ones without them) into an array of `shape` at the indices `at`, in the order given."""
    size = int(np.prod(shape))
    if not size or not at[0].size:
        return np.zeros(shape)
    flat: Any = np.ravel_multi_index(at, shape) if len(at) > 1 else at[0]
    return np.bincount(flat, weights=values, minlength=size).reshape(shape).astype(np.float64)


def ratio(above: FloatArray, below: FloatArray, otherwise: FloatArray | float = 0.0) -> FloatArray:
    """Divide; `otherwise` where nothing stands below."""
    known = below > 0
    return np.where(known, above / np.where(known, below, 1.0), otherwise)


def possible(covariance: FloatArray) -> FloatArray:
    """Return the nearest matrix that is a covariance: none of its directions has a variance below a little."""
    values, vectors = np.linalg.eigh(covariance)
    least = LEAST_VARIANCE * float(values[-1])
    if values[0] >= least:
        return covariance
    found: FloatArray = (vectors * np.maximum(values, least)) @ vectors.T
    return found
