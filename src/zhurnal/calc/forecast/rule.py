"""From the weighted mean to the period's mark: the school's step, or what its teachers are known to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit, ndtr

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, real
from zhurnal.calc.forecast.mean import NODE_WEIGHTS

if TYPE_CHECKING:
    from zhurnal.calc.forecast.mean import Mixture
    from zhurnal.calc.forecast.parameters import TaughtRule
    from zhurnal.calc.forecast.records import PeriodPolicy

EXACT = 1e-9
PULL = 1.0
TEACHER_SD = 1.5


class Habit(NamedTuple):
    """Of each teacher and threshold: the offset, and the variance of what is not known of it."""

    offset: FloatArray
    doubt: FloatArray


def at_least(
    mixed: Mixture, policy: PeriodPolicy, rule: TaughtRule, previous: FloatArray, habit: Habit
) -> FloatArray:
    """Return P(F ≥ k) for each mark but the lowest; `habit` is that of each pair's teacher."""
    found = by_node(mixed, policy, rule, pull(previous, mixed.mean @ NODE_WEIGHTS), habit)
    return np.minimum.accumulate(np.stack([_averaged(chance) for chance in found], -1), axis=-1)


def _averaged(chance: FloatArray) -> FloatArray:
    """Average over the nodes; what is certain in all of them stays exactly so."""
    return np.clip(chance @ NODE_WEIGHTS, chance.min(-1), chance.max(-1))


def by_node(
    mixed: Mixture, policy: PeriodPolicy, rule: TaughtRule, pulled: FloatArray, habit: Habit
) -> list[FloatArray]:
    """Return P(F ≥ k) in each node of the mixture, a list over k."""
    borders = [float(border) for border in policy.thresholds]
    if policy.automatic:
        return [_step(mixed, border) for border in borders]
    return [_taught(mixed, border, rule, number, (pulled, habit)) for number, border in enumerate(borders)]


def strangers(teachers: int, borders: int) -> Habit:
    """Return the habits of teachers of whom nothing was learned yet."""
    return Habit(np.zeros((teachers, borders)), np.full((teachers, borders), TEACHER_SD**2))


def habits(rule: TaughtRule, teacher: IntArray) -> Habit:
    """Return the habits of these teachers; strangers are among them."""
    new = strangers(1, len(rule.a))
    known = (teacher >= 0) & (teacher < len(rule.offset))
    place = np.where(known, teacher, len(rule.offset))
    return Habit(np.append(rule.offset, new.offset, 0)[place], np.append(rule.doubt, new.doubt, 0)[place])


def pull(previous: FloatArray, mean: FloatArray) -> FloatArray:
    """Return how far the previous mark lies from the mean, at most one mark; 0 where there is none."""
    return np.nan_to_num(np.clip(previous - mean, -PULL, PULL))


def _step(mixed: Mixture, border: float) -> FloatArray:
    """P(M ≥ border); certain where nothing is to come."""
    beyond = mixed.mean - border + EXACT
    sure = mixed.sd > EXACT
    return np.where(sure, ndtr(beyond / np.where(sure, mixed.sd, 1.0)), beyond >= 0)


def _taught(
    mixed: Mixture, border: float, rule: TaughtRule, number: int, moved: tuple[FloatArray, Habit]
) -> FloatArray:
    """σ(a + b·(M − border) + g·pull + offset), averaged over M in each node and what the teacher's offset may be.

    The factor for a doubt of the variance v is 1/√(1 + π·v/8).
    """
    pulled, habit = moved
    slope = rule.b[number]
    fixed = rule.a[number] + rule.g[number] * pulled + habit.offset[..., number]
    middle = fixed[..., None] + slope * (mixed.mean - border)
    doubt = slope**2 * mixed.sd**2 + habit.doubt[..., number, None]
    return real(expit(middle / np.sqrt(1 + np.pi * doubt / 8)))
