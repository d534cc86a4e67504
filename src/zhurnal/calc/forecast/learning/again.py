"""The second look: where the forecasts of closed periods were too sure, too timid, or blind to something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, real
from zhurnal.calc.forecast.learning.closed import PHASES, attested
from zhurnal.calc.forecast.learning.logistic import ridge
from zhurnal.calc.forecast.mean import Z80
from zhurnal.calc.forecast.parameters import Recalibration
from zhurnal.calc.forecast.recalibration import FEATURES, HAS_PREVIOUS, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.engine import Forecast
    from zhurnal.calc.forecast.learning.closed import Phase
    from zhurnal.calc.forecast.parameters import Parameters

HOLD = np.array([2.0, 20.0, 20.0, 10.0, 10.0] + [10.0] * len(FEATURES))
KNOWN_WIDTHS = 300.0
SHARE = 0.8
PERIOD_ROWS, ALIKE = 600.0, 10.0
SURE = 1e9
CERTAIN = 1e-6
ENOUGH = 2
BETWEEN = (0.25, 0.5, 0.75)
KNOWN_COURSES, MOST_ALIKE = 30.0, 0.3


def nothing_learned(borders: int) -> Recalibration:
    """Return the recalibration that changes nothing."""
    coefficients = np.zeros((len(PHASES), borders, len(HOLD)))
    coefficients[..., 1] = 1.0
    return Recalibration(real(PHASES), coefficients, np.ones(len(PHASES)))


class Alike(NamedTuple):
    """What the misses of a course have in common: products of pairs and how many, squares, misses, courses."""

    products: float
    pairs: float
    squares: float
    misses: float
    courses: float


class Second(NamedTuple):
    """What a replayed phase has to say: M's probabilities, side features, what came, misses of the mean in sd."""

    phase: int
    chance: FloatArray
    side: FloatArray
    place: IntArray
    misses: FloatArray
    came: float
    expected: float
    alike: Alike


def second_look(one: Phase) -> Second:
    """Keep of a replayed phase what the second look needs; also how many «н/а» came and were expected."""
    found, least = one.forecast, one.forecast.situation.records.scale.low
    has, place = attested(one.finals, least)
    # The first morning of a first year says nothing about mornings on which something is known.
    at = has & found.situation.taught & _enough(found)
    mean, sd, _ = found.mixture.moments()
    known = np.isfinite(one.means) & found.situation.taught & _enough(found) & (sd > CERTAIN)
    open_yet = found.situation.taught & (found.coming.number.sum(-1) > 0)
    misses = (one.means[known] - mean[known]) / sd[known]
    return Second(
        one.phase, found.plain[at], found.side[at], place[at], np.abs(misses),
        float((open_yet & ~has).sum()), float(np.nan_to_num(found.not_attested)[open_yet].sum()),
        alike(found.situation.course[known], misses),
    )  # fmt: skip


def alike(course: IntArray, misses: FloatArray) -> Alike:
    """Sum up what the misses, in standard deviations, of each course have in common."""
    number, total, square = (np.bincount(course, weights) for weights in (None, misses, misses**2))
    return Alike(
        float((total**2 - square).sum()), float((number * (number - 1)).sum()), float(square.sum()),
        float(number.sum()), float((number > 1).sum()),
    )  # fmt: skip


def learn_course(looks: Sequence[Second], base: Parameters) -> Parameters:
    """Return the parameters with the correlation of what forecasts of one course err."""
    chosen = [one.alike for one in looks if PHASES[one.phase] in BETWEEN and one.alike.pairs]
    if not chosen:
        return base
    products, pairs, squares, misses, courses = np.sum(chosen, axis=0).tolist()
    own = float(np.clip(products / pairs / (squares / misses), 0, MOST_ALIKE))
    # The same courses come again in each of these phases.
    trust = courses / (courses + len(BETWEEN) * KNOWN_COURSES)
    return replace(base, course=trust * own + (1 - trust) * base.course)


def _enough(found: Forecast) -> BoolArray:
    """Pupils of whom two marks in each subject are known, or last year."""
    situation = found.situation
    marks = np.bincount(situation.seen.pupil, minlength=len(situation.taught))
    enough = (marks >= ENOUGH * situation.taught.sum(1)) | found.latent.before.sure.any(1)
    return np.broadcast_to(enough[:, None], situation.taught.shape)


def learn_recalibration(looks: Sequence[Second], base: Parameters) -> Parameters:
    """Return the parameters with M2 and the width of intervals; phases were replayed with these parameters."""
    borders = len(base.rule.a)
    known = base.recalibration or nothing_learned(borders)
    coefficients, width = known.coefficients.copy(), known.width.copy()
    for number in range(len(PHASES)):
        chosen = [one for one in looks if one.phase == number]
        chance, side, place, misses = (
            np.concatenate([getattr(one, name) for one in chosen])
            for name in ("chance", "side", "place", "misses")
        )
        if not len(place):
            continue
        hold = np.where(_varies(side), HOLD, SURE)
        weight = np.concatenate([np.full(len(one.place), _weight(len(one.place))) for one in chosen])
        for border in range(borders):
            happened = (place > border).astype(float)
            coefficients[number, border] = ridge(
                terms(chance[:, border], side),
                happened,
                known.coefficients[number, border],
                hold,
                weight=weight,
            )
        width[number] = _width(misses, float(known.width[number]))
    return replace(base, recalibration=Recalibration(known.elapsed, coefficients, width))


def _varies(side: FloatArray) -> BoolArray:
    """Which coefficients there is something to be learned of: a feature that never changed looks like A or B."""
    varies = np.ptp(side, axis=0) > CERTAIN
    return np.concatenate([[True, True, varies[HAS_PREVIOUS], True, True], varies])


def _weight(rows: int) -> float:
    """How much a row counts: rows of a pupil, a course and a period are alike, so that many of them tell little."""
    return PERIOD_ROWS / (ALIKE * PERIOD_ROWS + rows)


def _width(misses: FloatArray, known: float) -> float:
    """By what the standard deviation is to be multiplied so that 80 % of the means lie inside."""
    if not len(misses):
        return known
    own = float(np.quantile(misses, SHARE)) / Z80
    return (len(misses) * own + KNOWN_WIDTHS * known) / (len(misses) + KNOWN_WIDTHS)
