"""Three small learners whose geometric mean forecasts a period mark where there are no dated marks, only periods.

Each of them is what the forecaster is made of, in small: an ordinal rule held by a ridge, cells shrunk to that rule
(k marks' worth), and the neighbours of a pupil.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, real
from zhurnal.calc.forecast.emission import differences
from zhurnal.calc.forecast.learning.logistic import ridge

LEAST, FARTHEST = 1e-6, 4.0
HOLD, CELL, NEIGHBOURS, TIMID = 0.3, 8.0, 4.0, 2.0


def standard(table: FloatArray, train: IntArray) -> FloatArray:
    """Give every column mean 0 and deviation 1 in the training rows."""
    middle, spread = table[train].mean(0), table[train].std(0) + 1e-9
    return real(np.clip((table - middle) / spread, -FARTHEST, FARTHEST))


def ordinal(table: FloatArray, place: IntArray, train: IntArray, classes: int) -> FloatArray:
    """Return the probabilities of a cumulative logit with one slope for all borders."""
    rows, came = standard(table, train), place[train]
    known = rows[train]
    share = np.clip(np.cumsum(np.bincount(came, minlength=classes) / len(came))[:-1], 0.01, 0.99)
    borders = np.log(share / (1 - share))
    first = np.concatenate([borders[:1], np.log(np.maximum(np.diff(borders), 0.1)), np.zeros(table.shape[1])])

    def loss(x: FloatArray) -> tuple[float, FloatArray]:
        return _ordinal_loss(x, known, came, classes)

    solved = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    border, slope = _unpacked(real(solved), classes)
    return np.maximum(differences(real(expit((rows @ slope)[:, None] - border[None, :]))), LEAST)


def _unpacked(x: FloatArray, classes: int) -> tuple[FloatArray, FloatArray]:
    steps = np.concatenate([[0.0], np.cumsum(np.exp(x[1 : classes - 1]))])
    return real(x[0] + steps), x[classes - 1 :]


def _ordinal_loss(x: FloatArray, rows: FloatArray, came: IntArray, classes: int) -> tuple[float, FloatArray]:
    border, slope = _unpacked(x, classes)
    middle = rows @ slope
    ends = np.concatenate([[-np.inf], border, [np.inf]])
    high, low = expit(ends[came + 1] - middle), expit(ends[came] - middle)
    chance = np.maximum(high - low, 1e-12)
    by_high, by_low = high * (1 - high) / chance, low * (1 - low) / chance
    by_end = np.bincount(came, by_low, minlength=classes + 1) - np.bincount(
        came + 1, by_high, minlength=classes + 1
    )
    by_border = by_end[1:classes]
    gradient = np.zeros_like(x)
    gradient[0] = by_border.sum()
    gradient[1 : classes - 1] = np.exp(x[1 : classes - 1]) * np.cumsum(by_border[::-1])[::-1][1:]
    gradient[classes - 1 :] = rows.T @ (by_high - by_low) + HOLD * slope
    return float(-np.log(chance).sum() + HOLD / 2 * (slope**2).sum()), gradient


def cells(
    cell: IntArray, place: IntArray, train: IntArray, rule: FloatArray, known: float = CELL
) -> FloatArray:
    """Return the frequencies in each pupil's cell, shrunk to the rule."""
    counted = np.zeros((int(cell.max()) + 1, rule.shape[1]))
    np.add.at(counted, (cell[train], place[train]), 1.0)
    return real((counted[cell] + known * rule) / (counted[cell].sum(1, keepdims=True) + known))


def nearness(near: FloatArray, train: IntArray) -> FloatArray:
    """Return the weight of each training row for each row; columns of `near` are scaled to one unit of distance."""
    away = ((near[:, None, :] - near[train][None, :, :]) ** 2).sum(-1)
    return real(np.exp(-away / 2))


def neighbours(near: FloatArray, place: IntArray, train: IntArray, rule: FloatArray) -> FloatArray:
    """Return the frequencies among similar pupils, shrunk to the rule."""
    weight = nearness(near, train)
    came = np.eye(rule.shape[1])[place[train]]
    return real((weight @ came + NEIGHBOURS * rule) / (weight.sum(1, keepdims=True) + NEIGHBOURS))


def blend(*voices: FloatArray) -> FloatArray:
    """Return the geometric mean of several forecasts."""
    mean = np.exp(np.mean([np.log(np.maximum(voice, LEAST)) for voice in voices], axis=0))
    return real(mean / mean.sum(1, keepdims=True))


def hurdle(table: FloatArray, gone: FloatArray, value: FloatArray, train: IntArray) -> FloatArray:
    """Return the expected value where some end at 0: P(not 0) from `gone`, times the mean of the others."""
    one = np.ones((len(table), 1))
    away = np.concatenate([one, standard(gone, train)], 1)
    hold = np.concatenate([[1e-3], np.full(gone.shape[1], 0.03)])
    zero = expit(away @ ridge(away[train], (value[train] == 0).astype(float), np.zeros(len(hold)), hold))
    rows = np.concatenate([one, standard(table, train)], 1)
    there = train[value[train] > 0]
    held = np.diag(np.concatenate([[1e-6], np.full(table.shape[1], 3.0)]))
    slope = np.linalg.solve(rows[there].T @ rows[there] + held, rows[there].T @ value[there])
    return real((1 - zero) * (rows @ slope))
