"""The year's mark: closed periods as they are, this one and the coming ones drawn from the same level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, ratio, real
from zhurnal.calc.forecast.emission import differences, expectation
from zhurnal.calc.forecast.mean import (
    COUNT_POINTS,
    COUNT_WEIGHTS,
    LEVEL_POINTS,
    LEVEL_WEIGHTS,
    NODE_WEIGHTS,
    Mixture,
)
from zhurnal.calc.forecast.recalibration import doubtful
from zhurnal.calc.forecast.records import WorkType
from zhurnal.calc.forecast.remaining import HELD
from zhurnal.calc.forecast.rule import by_node, habits, pull
from zhurnal.calc.grading.rules import YearTie

if TYPE_CHECKING:
    from zhurnal.calc.forecast.engine import Forecast

TIED = 0.98  # so often teachers let the last period decide at x,5, as the rule says
MARKS_OF_PERIOD, DRIFT_OF_PERIOD, STEP = 8.0, 0.5, 0.1
MOST_CLASSES = 12


class _Sum(NamedTuple):
    """P[pupil, subject, node, sum] of marks counted from the lowest, and of how many."""

    chance: FloatArray
    number: int


def year_mark(forecast: Forecast) -> FloatArray:
    """Return P[pupil, subject, mark] of the year's mark; rows sum to 1, nothing where nothing is taught.

    Scales of more than twelve marks have no forecast of the year: everything is not a number.
    """
    situation, classes = forecast.situation, len(forecast.classes)
    shape = (*situation.taught.shape, classes)
    if classes > MOST_CLASSES:
        return np.full(shape, np.nan)
    later = len(situation.records.periods) - situation.period - 1
    last = np.repeat(_this_period(forecast), len(COUNT_POINTS), axis=2)
    before = _Sum(np.ones((*last.shape[:-1], 1)), 0)
    coming = _coming_period(forecast) if later else last
    for _ in range(later):
        before, last = _add(before, last), coming
    found = np.zeros(shape)
    past, number = _closed(forecast)
    for count in np.unique(number).tolist():
        at = number == count
        found[at] = _year(forecast, before, last, (at, past[at], int(count)))
    found[~situation.taught] = np.nan
    return found


def _closed(forecast: Forecast) -> tuple[IntArray, IntArray]:
    """Σ of the marks of closed periods, counted from the lowest, and their number."""
    low = forecast.situation.records.scale.low
    finals = forecast.situation.records.finals[: forecast.situation.period]
    has = finals >= low
    total = np.where(has, np.nan_to_num(finals) - low, 0).sum(0)
    return np.rint(total).astype(np.int64), has.sum(0)


def _this_period(forecast: Forecast) -> FloatArray:
    """P[pupil, subject, level node, mark] of the running period, moved to what M2 says."""
    situation, rule = forecast.situation, forecast.parameters.rule
    habit = habits(rule, situation.records.teacher[situation.course])
    mean, _, _ = forecast.mixture.moments()
    policy = situation.records.policy_of(situation.period)
    nodes = by_node(forecast.mixture, policy, rule, pull(situation.previous, mean), habit)
    size = (*situation.taught.shape, len(LEVEL_WEIGHTS), len(COUNT_WEIGHTS))
    chance = np.stack([node.reshape(size) @ COUNT_WEIGHTS for node in nodes], -1)
    moved = doubtful(np.nan_to_num(forecast.at_least, nan=0.5))[0] - doubtful(forecast.plain)[0]
    shifted = expit(doubtful(chance)[0] + moved[..., None, :])
    return differences(np.minimum.accumulate(np.where(moved[..., None, :] == 0, chance, shifted), axis=-1))


def _coming_period(forecast: Forecast) -> FloatArray:
    """The same of a period that has not begun, in nodes of the level (9 × 3): it stays, drifts are forgotten.

    The doubt about the level that the running period does not share lies in the second axis of nodes.
    """
    found, situation = forecast.latent, forecast.situation
    emission, scale = forecast.parameters.emission, situation.records.scale
    shared = ratio(found.levels.variance * (1 - found.fade * found.track.a_1), np.sqrt(found.variance))
    alone = np.sqrt(np.maximum(found.levels.variance - shared**2, 0.0))
    drifts = (forecast.parameters.drift.variance + forecast.parameters.pupil_drift.variance) * DRIFT_OF_PERIOD
    steady = found.common.norm[situation.course] + found.levels.mean
    moved = shared[..., None, None] * LEVEL_POINTS[:, None] + alone[..., None, None] * COUNT_POINTS
    x = steady[..., None] + moved.reshape(*steady.shape, -1)
    share = _weight_of_kinds(forecast)
    by_kind, spread = expectation(x, emission, scale.low)
    mean = by_kind @ share
    steep = (expectation(x + STEP, emission, scale.low)[0] @ share - mean) / STEP
    sd = np.sqrt((spread @ share) / MARKS_OF_PERIOD + steep**2 * drifts)
    rule = forecast.parameters.rule
    habit = habits(rule, situation.records.teacher[situation.course])
    policy = situation.records.policy_of(situation.period)
    chance = by_node(Mixture(mean, sd), policy, rule, np.zeros_like(steady), habit)
    return differences(np.minimum.accumulate(np.stack(chance, -1), axis=-1))


def _weight_of_kinds(forecast: Forecast) -> FloatArray:
    """Which share of a period's weight comes from each kind of work."""
    parameters, lessons = forecast.parameters, forecast.situation.records.lessons
    rate = parameters.rate.copy()
    if len(lessons.day):
        rate[WorkType.CONTROL] += HELD * float((lessons.control > 0).mean())
    return real(rate * parameters.weight / (rate * parameters.weight).sum())


def _add(total: _Sum, more: FloatArray) -> _Sum:
    """The distribution of a sum with one mark more."""
    size = total.chance.shape[-1] + more.shape[-1] - 1
    found = np.zeros((*more.shape[:-1], size))
    for mark in range(more.shape[-1]):
        found[..., mark : mark + total.chance.shape[-1]] += total.chance * more[..., mark, None]
    return _Sum(found, total.number + 1)


def _year(
    forecast: Forecast, before: _Sum, last: FloatArray, closed: tuple[FloatArray, IntArray, int]
) -> FloatArray:
    """P of the year's mark of the pairs that have the same number of closed periods."""
    at, past, count = closed
    sums, final = before.chance[at], last[at]
    number, classes = before.number + count + 1, len(forecast.classes)
    found = np.zeros((len(past), classes))
    for mark in range(classes):
        joint = (sums * final[..., mark, None]).transpose(0, 2, 1) @ NODE_WEIGHTS
        for summed in range(joint.shape[1]):
            whole = past + summed + mark
            below, rest = whole // number, whole % number
            tie = 2 * rest == number
            up = np.where(tie, _goes_up(forecast, mark, below), 2 * rest > number)
            at_below = np.minimum(below, classes - 1)
            np.add.at(found, (np.arange(len(past)), at_below), joint[:, summed] * (1 - up))
            np.add.at(
                found, (np.arange(len(past)), np.minimum(below + 1, classes - 1)), joint[:, summed] * up
            )
    return real(found / np.maximum(found.sum(-1, keepdims=True), 1e-12))


def _goes_up(forecast: Forecast, last: int, below: IntArray) -> FloatArray:
    if forecast.situation.records.policy.year_tie is not YearTie.LAST_PERIOD:
        return np.ones(len(below))
    return np.where(last > below, TIED, 1 - TIED)
