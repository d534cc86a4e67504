"""What is still to come in the period: marks of each kind, their weight, and whether that is enough for a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import pdtr

from zhurnal.calc.forecast.arrays import FloatArray, ratio, real, sum_into
from zhurnal.calc.forecast.records import WorkType

if TYPE_CHECKING:
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.past import Past
    from zhurnal.calc.forecast.situation import Situation

HELD = 0.98  # of the planned control works this share is written
SCHOOL_LESSONS, OWN_LESSONS, PAST_SHARE = 40.0, 10.0, 0.5
KNOWN_WEIGHTS = 5.0


class Remaining(NamedTuple):
    """Expected marks `number`[pupil, subject, kind] and their `weight`[course, kind]."""

    number: FloatArray
    weight: FloatArray

    @property
    def total(self) -> FloatArray:
        """Σ w·E(n): the weight that is expected to come."""
        return real((self.number * self.weight).sum(-1))

    @property
    def variance(self) -> FloatArray:
        """The variance of that weight: counts are Poisson's, planned works nearly sure."""
        doubt = np.ones(self.number.shape[-1])
        doubt[WorkType.CONTROL] = 1 - HELD
        return real((self.number * self.weight**2 * doubt).sum(-1))


def remaining(situation: Situation, parameters: Parameters, past: Past) -> Remaining:
    """Expect marks from the lessons left, at the pace of the course, for who comes to school."""
    present = 1 - situation.absence
    number = rates(situation, parameters, past) * situation.left[:, None]
    number[:, WorkType.CONTROL] += HELD * situation.controls
    weight = _weights(situation, parameters)
    number = number[situation.course] * present[:, None, None] * situation.taught[..., None]
    return Remaining(number, weight[situation.course])


def rates(situation: Situation, parameters: Parameters, past: Past) -> FloatArray:
    """Marks of each kind that a pupil gets in a lesson of a course, but for planned works.

    Shrunk to the school's pace, which is shrunk to that of closed periods; last year counts half.
    """
    given = unplanned(situation) + PAST_SHARE * past.rate
    lessons = (situation.held + PAST_SHARE * past.lessons)[:, None]
    school = (given.sum(0) + SCHOOL_LESSONS * parameters.rate) / (lessons.sum() + SCHOOL_LESSONS)
    found: FloatArray = (given + OWN_LESSONS * school) / (lessons + OWN_LESSONS)
    return found


def unplanned(situation: Situation) -> FloatArray:
    """Marks[course, kind] that a pupil got this year, without those of control works that were in the plan."""
    courses, kinds, seen = len(situation.records.teacher), len(WorkType), situation.seen
    pupils = np.maximum(sum_into((courses,), (situation.course[situation.taught],)), 1.0)
    given = (
        sum_into((courses, kinds), (situation.course[seen.pupil, seen.subject], seen.kind)) / pupils[:, None]
    )
    given[:, WorkType.CONTROL] = np.maximum(given[:, WorkType.CONTROL] - HELD * situation.planned, 0.0)
    return real(given)


def not_attested(situation: Situation, coming: Remaining, share: float) -> FloatArray:
    """P(fewer marks than the rule asks for): those there are and a Poisson count of those to come.

    Of that only a `share` happens while there are lessons left: teachers see to it.
    """
    short = situation.records.policy.min_marks - 1 - situation.count
    number = coming.number.sum(-1)
    few = pdtr(np.maximum(np.floor(short), 0), number) * np.where(number > 0, share, 1.0)
    return np.where(situation.taught, np.where(short >= 0, few, 0.0), np.nan)


def _weights(situation: Situation, parameters: Parameters) -> FloatArray:
    """What a mark of each kind weighs in each course; planned works may say it themselves."""
    seen, kinds = situation.seen, len(WorkType)
    number = sum_into((kinds,), (seen.kind,))
    total = sum_into((kinds,), (seen.kind,), seen.weight)
    school = (total + KNOWN_WEIGHTS * parameters.weight) / (number + KNOWN_WEIGHTS)
    found = np.tile(school, (len(situation.records.teacher), 1))
    planned = situation.control_weight
    column = found[:, WorkType.CONTROL]
    found[:, WorkType.CONTROL] = np.where(np.isfinite(planned), np.nan_to_num(planned), column)
    return found


def share_given(situation: Situation, coming: Remaining) -> FloatArray:
    """Return which share of the period's weight has been given."""
    return ratio(situation.weight, situation.weight + coming.total)
