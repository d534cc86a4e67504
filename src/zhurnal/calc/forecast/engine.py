"""The forecast of a whole school on the morning of a day, and of one pupil after one more mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.emission import differences
from zhurnal.calc.forecast.latent import Latent, latent
from zhurnal.calc.forecast.mean import Mixture, interval, mixture
from zhurnal.calc.forecast.past import Past, no_past
from zhurnal.calc.forecast.recalibration import at_phase, features, recalibrate
from zhurnal.calc.forecast.remaining import Remaining, not_attested, remaining, share_given
from zhurnal.calc.forecast.rule import at_least, habits
from zhurnal.calc.forecast.situation import Situation, as_of

if TYPE_CHECKING:
    from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray
    from zhurnal.calc.forecast.observed import Common
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.records import Records

WIDEST = 1.0  # an interval wider than one mark of the five-point scale says nothing
FIVE_STEPS = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What is to be expected of each pupil in each subject at the end of the period.

    `probability`[pupil, subject, mark]: of each mark of `classes`, if the pupil is attested; the rows sum to 1.
    `not_attested`: of «н/а». `mean`, `low`, `high`: the weighted mean and its 80 % interval. Where `too_little`,
    no number is to be shown: «мало данных». Where a pupil is not taught everything is not a number.
    """

    situation: Situation
    parameters: Parameters
    past: Past
    classes: IntArray
    probability: FloatArray
    not_attested: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    too_little: BoolArray
    latent: Latent
    coming: Remaining
    mixture: Mixture
    plain: FloatArray
    side: FloatArray

    @property
    def at_least(self) -> FloatArray:
        """P(mark ≥ k) for each mark but the lowest."""
        found: FloatArray = np.cumsum(self.probability[..., ::-1], axis=-1)[..., ::-1][..., 1:]
        return found

    @property
    def most_likely(self) -> IntArray:
        """The mark with the greatest probability; 0 where nothing is taught."""
        best = self.classes[np.argmax(np.nan_to_num(self.probability), axis=-1)]
        return np.where(self.situation.taught, best, 0)


class Shared(NamedTuple):
    """What a forecast of one pupil takes from that of the school: norms, difficulties, marks to come."""

    common: Common
    coming: Remaining


def forecast(records: Records, day: int, parameters: Parameters, past: Past | None = None) -> Forecast:
    """Forecast a whole school on the morning of a day. Raises ForecastError where the records mean nothing."""
    return forecast_of(as_of(records, day), parameters, past or no_past(records))


def forecast_of(
    situation: Situation, parameters: Parameters, past: Past, shared: Shared | None = None
) -> Forecast:
    """Forecast a situation; with what is `shared` with an earlier forecast, a part of the school."""
    found = latent(situation, parameters, past, shared and shared.common)
    coming = shared.coming if shared else remaining(situation, parameters, past)
    mixed = mixture(situation, (found.mean, found.variance), coming, parameters)
    policy = situation.records.policy_of(situation.period)
    habit = habits(parameters.rule, situation.records.teacher[situation.course])
    plain = at_least(mixed, policy, parameters.rule, situation.previous, habit)
    mean, sd, skew = mixed.moments()
    side = features(situation, mean, sd, share_given(situation, coming))
    certain = (coming.total <= 0) & policy.automatic
    chance = recalibrate(plain, side, parameters.recalibration, situation.elapsed)
    # What was learned of mornings on which something is known says nothing of those on which nothing is.
    known = is_grounded(found)
    chance = np.where((certain | ~known)[..., None], plain, chance)
    low, high = _interval(situation, parameters, (mean, sd, skew), known)
    untaught = ~situation.taught
    probability = differences(chance)
    for array in (probability, mean, low, high):
        array[untaught] = np.nan
    return Forecast(
        situation, parameters, past, situation.records.classes, probability,
        not_attested(situation, coming, parameters.attestation), mean, low, high,
        _too_little(situation, found, low, high), found, coming, mixed, plain, side,
    )  # fmt: skip


def _interval(
    situation: Situation, parameters: Parameters, moments: tuple[FloatArray, FloatArray, FloatArray],
    known: BoolArray,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """The 80 % interval, as wide as closed periods have shown to be right."""
    scale, learned, width = situation.records.scale, parameters.recalibration, np.ones(known.shape)
    if learned is not None:
        width = np.where(known, at_phase(learned.width, learned.elapsed, situation.elapsed), 1.0)
    mean, sd, skew = moments
    return interval(mean, sd * width, skew, (float(scale.low), float(scale.high)))


def _too_little(situation: Situation, found: Latent, low: FloatArray, high: FloatArray) -> BoolArray:
    """Where the doubt is wider than a mark, or nothing at all is known of the pupil."""
    scale = situation.records.scale
    widest = WIDEST * max((scale.high - scale.low) / FIVE_STEPS, 1.0)
    return ~(high - low <= widest) | ~situation.taught | ~is_grounded(found)


def is_grounded(found: Latent) -> BoolArray:
    """Whether something is known of each pupil: a mark of this year, or last year, in any subject."""
    known = (found.track.q + found.before.sure).sum(1, keepdims=True) > 0
    return np.broadcast_to(known, found.mean.shape)
