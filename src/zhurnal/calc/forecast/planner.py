"""«Что нужно»: the simplest ways to a period mark, exactly, and how likely the pupil is to go each of them."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.emission import mark_probabilities
from zhurnal.calc.forecast.mean import LEVEL_POINTS, LEVEL_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.arrays import FloatArray
    from zhurnal.calc.forecast.engine import Forecast

LONGEST, SHOWN = 5, 5
MOST_LESSONS = 40


class Standing(StrEnum):
    """How a target stands."""

    POSSIBLE = "possible"
    SECURED = "secured"  # уже обеспечено: the worst marks to come keep it
    IMPOSSIBLE = "impossible"  # уже невозможно: the best marks to come do not reach it


class Way(NamedTuple):
    """`marks` of one weight that reach the target, the mean that results, and P(at least these marks)."""

    marks: tuple[int, ...]
    weight: Fraction
    mean: Fraction
    likelihood: float


class Plan(NamedTuple):
    """What leads to a target. `short_by`: what the mean of today lacks; None where there is no mark yet."""

    target: int
    standing: Standing
    short_by: Fraction | None
    ways: tuple[Way, ...]


def exact(value: float) -> Fraction:
    """Return a weight or a sum of them as the hundredths that it is."""
    return Fraction(round(value * 100), 100)


def plan(
    forecast: Forecast, pupil: int, subject: int, target: int, *,
    weights: Sequence[Fraction] = (), works: int | None = None,
) -> Plan:  # fmt: skip
    """Find the smallest (number, weight, marks) that reach a mark under the school's rule.

    `weights`: of the works to think of, by default those usual in the course; `works`: how many may still come, by
    default one for each lesson left.
    """
    situation, scale = forecast.situation, forecast.situation.records.scale
    border = _border(forecast, target)
    have, total = exact(situation.weight[pupil, subject]), exact(situation.weighted[pupil, subject])
    usual = sorted(set(weights or _usual(forecast, pupil, subject)))
    left = situation.left[situation.course[pupil, subject]] if works is None else works
    most = int(min(left, MOST_LESSONS))
    short = max(border - total / have, Fraction(0)) if have else None
    heaviest = max(usual) * most
    if border <= scale.low or (have and _mean(total, have, heaviest, scale.low) >= border):
        return Plan(target, Standing.SECURED, short, ())
    if not most or _mean(total, have, heaviest, scale.high) < border:
        reached = bool(have) and total >= border * have
        standing = Standing.SECURED if reached and not most else Standing.IMPOSSIBLE
        return Plan(target, standing, short, ())
    ways = []
    for number, weight in product(range(1, min(LONGEST, most) + 1), usual):
        sum_needed = ceil((border * (have + number * weight) - total) / weight)
        if sum_needed <= number * scale.high:
            needed = max(sum_needed, number * scale.low)
            nodes = level_nodes(forecast, pupil, subject, kind_of_weight(forecast, pupil, subject, weight))
            chance = _reaches(nodes, number, needed - number * scale.low)
            result = (total + weight * needed) / (have + number * weight)
            ways.append(Way(_evenly(needed, number), weight, result, chance))
    return Plan(target, Standing.POSSIBLE, short, tuple(ways[:SHOWN]))


def _border(forecast: Forecast, target: int) -> Fraction:
    situation = forecast.situation
    scale, policy = situation.records.scale, situation.records.policy_of(situation.period)
    if target <= scale.low:
        return Fraction(scale.low)
    return policy.thresholds[min(target, scale.high) - scale.low - 1]


def _mean(total: Fraction, have: Fraction, more: Fraction, mark: int) -> Fraction:
    return (total + more * mark) / (have + more) if have + more else Fraction(0)


def _usual(forecast: Forecast, pupil: int, subject: int) -> list[Fraction]:
    weights = forecast.coming.weight[pupil, subject]
    return [Fraction(round(float(weight) * 2), 2) or Fraction(1, 2) for weight in weights]


def _evenly(total: int, number: int) -> tuple[int, ...]:
    """Marks as alike as can be that add up to a total, the best first."""
    each, more = divmod(total, number)
    return (each + 1,) * more + (each,) * (number - more)


def kind_of_weight(forecast: Forecast, pupil: int, subject: int, weight: Fraction) -> int:
    """Return the kind of work whose usual weight is nearest."""
    return int(np.argmin(np.abs(forecast.coming.weight[pupil, subject] - float(weight))))


def _reaches(one: FloatArray, number: int, above: int) -> float:
    """P(Σ of so many marks ≥ what is needed above the lowest), on the same nodes of the level as the forecast."""
    sums = one
    for _ in range(number - 1):
        sums = np.stack([np.convolve(row, step) for row, step in zip(sums, one, strict=True)])
    return float(np.clip(sums[:, above:].sum(1) @ LEVEL_WEIGHTS, 0, 1))


def level_nodes(forecast: Forecast, pupil: int, subject: int, kind: int) -> FloatArray:
    """Return P(mark of a work of this kind) in each node of the level: [node, mark]."""
    x, variance = forecast.latent.mean[pupil, subject], forecast.latent.variance[pupil, subject]
    return mark_probabilities(x + np.sqrt(variance) * LEVEL_POINTS, kind, forecast.parameters.emission)
