"""The rule as it is lived: which mark teachers give at which average, and how each of them differs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, real
from zhurnal.calc.forecast.learning.closed import attested
from zhurnal.calc.forecast.learning.logistic import ridge
from zhurnal.calc.forecast.parameters import TaughtRule
from zhurnal.calc.forecast.rule import TEACHER_SD, Habit, habits, pull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.learning.closed import Phase
    from zhurnal.calc.forecast.parameters import Parameters

NEAR = 1.0  # further from a threshold nobody doubts
KNOWN = np.array([4.0, 0.05, 1.0])
ROUNDS = 6


class Given(NamedTuple):
    """Marks given for closed periods: average, previous mark, teacher, place in the scale.

    `above`: by how much the average lies above each threshold that held then.
    """

    mean: FloatArray
    above: FloatArray
    previous: FloatArray
    teacher: IntArray
    place: IntArray


def given_marks(one: Phase) -> Given:
    """Collect the marks of a closed period."""
    situation = one.forecast.situation
    has, place = attested(one.finals, situation.records.scale.low)
    at = has & np.isfinite(one.means)
    teacher = situation.records.teacher[situation.course]
    borders = np.array([float(border) for border in situation.records.policy_of(situation.period).thresholds])
    mean = one.means[at]
    return Given(mean, mean[:, None] - borders[None, :], situation.previous[at], teacher[at], place[at])


def learn_rule(parts: Sequence[Given], base: Parameters) -> Parameters:
    """Return the parameters with a, b, g of each threshold and the offset of each teacher."""
    given = Given(*(np.concatenate([getattr(part, name) for part in parts]) for name in Given._fields))
    known = base.rule
    teachers = np.arange(max(len(known.offset), int(given.teacher.max(initial=-1)) + 1))
    habit = habits(known, teachers)
    rule = TaughtRule(known.a.copy(), known.b.copy(), known.g.copy(), *habit)
    pulled = pull(given.previous, given.mean)
    for number in range(given.above.shape[1]):
        near = np.abs(given.above[:, number]) < NEAR
        away, teacher = given.above[near, number], given.teacher[near]
        happened = (given.place[near] > number).astype(float)
        table = np.stack([np.ones_like(away), away, pulled[near]], 1)
        centre = np.array([known.a[number], known.b[number], known.g[number]])
        found, offset, doubt = centre, habit.offset[:, number].copy(), habit.doubt[:, number]
        for _ in range(ROUNDS if len(away) else 0):
            found = ridge(table, happened, centre, KNOWN, offset[teacher])
            offset, doubt = _habits(table @ found, happened, teacher, offset)
        rule.a[number], rule.b[number], rule.g[number] = found
        rule.offset[:, number], rule.doubt[:, number] = offset, doubt
    return replace(base, rule=rule)


def _habits(fixed: FloatArray, happened: FloatArray, teacher: IntArray, offset: FloatArray) -> Habit:
    """One step of Newton for each teacher's offset, drawn to 0 with a standard deviation of 1.5."""
    chance = expit(fixed + offset[teacher])
    size = len(offset)
    slope = np.bincount(teacher, happened - chance, minlength=size) - offset / TEACHER_SD**2
    bend = np.bincount(teacher, chance * (1 - chance), minlength=size) + 1 / TEACHER_SD**2
    return Habit(real(offset + np.clip(slope / bend, -2, 2)), 1 / bend)
