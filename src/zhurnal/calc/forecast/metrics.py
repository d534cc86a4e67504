"""How good forecasts were; the definitions stand in docs/forecast.md."""

from __future__ import annotations

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, real

FLOOR, BINS = 1e-3, 10


def rps(chances: FloatArray, place: IntArray) -> FloatArray:
    """Return of each row the ranked probability score, divided by K − 1: 0 is best."""
    classes = chances.shape[1]
    below = np.cumsum(chances, 1)[:, :-1]
    came = place[:, None] <= np.arange(classes - 1)[None, :]
    return real(((below - came) ** 2).sum(1) / (classes - 1))


def log_loss(chances: FloatArray, place: IntArray) -> float:
    """Return −mean ln p of what came; p is at least 0.001."""
    safe = np.maximum(chances, FLOOR)
    safe = safe / safe.sum(1, keepdims=True)
    return float(-np.log(safe[np.arange(len(place)), place]).mean())


def accuracy(chances: FloatArray, place: IntArray) -> float:
    """Return how often the likeliest mark came."""
    return float((chances.argmax(1) == place).mean())


def calibration(chances: FloatArray, place: IntArray) -> float:
    """Return the expected calibration error over the events {mark ≥ k}, in ten bins of equal counts."""
    classes = chances.shape[1]
    told = (1 - np.cumsum(chances, 1)[:, :-1]).ravel()
    came = (place[:, None] > np.arange(classes - 1)[None, :]).astype(float).ravel()
    bins = np.array_split(np.argsort(told, kind="stable"), BINS)
    return float(
        sum(len(one) * abs(told[one].mean() - came[one].mean()) for one in bins if len(one)) / len(told)
    )


def average_precision(chances: FloatArray, came: BoolArray) -> float:
    """Return the mean precision over the ranks at which something came."""
    order = np.argsort(-chances, kind="stable")
    hits = came[order].astype(float)
    precise = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precise * hits).sum() / max(hits.sum(), 1.0))
