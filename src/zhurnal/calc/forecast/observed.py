"""The marks seen as scores by week, and what the pupils of a class have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, ratio, sum_into
from zhurnal.calc.forecast.scores import scores
from zhurnal.calc.forecast.situation import weeks_of

if TYPE_CHECKING:
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.situation import Situation

MOST_KINDS = 8


class Observed(NamedTuple):
    """Each mark's pupil, subject, week, course, work (a place in `works`), score and precision.

    `cell` is the place of its week, pupil and subject in `by_week`, the precision of all marks of a week.
    """

    pupil: IntArray
    subject: IntArray
    week: IntArray
    course: IntArray
    works: IntArray
    work: IntArray
    score: FloatArray
    precision: FloatArray
    cell: IntArray
    by_week: FloatArray

    def difficulty(self, common: Common) -> FloatArray:
        """Return the difficulty of each mark's work."""
        return common.of(self.works)[self.work]

    def weekly(self, common: Common) -> FloatArray:
        """Return the mean score of each week [week, pupil, subject] without the difficulty of works."""
        weighted = self.precision * (self.score - self.difficulty(common))
        total = sum_into((self.by_week.size,), (self.cell,), weighted)
        return ratio(total.reshape(self.by_week.shape), self.by_week)


class Common(NamedTuple):
    """What a class has in common: norms η[course], and `works` (their keys, rising) with difficulties."""

    norm: FloatArray
    works: IntArray
    difficulty: FloatArray

    def of(self, works: IntArray) -> FloatArray:
        """Return the difficulty of each work; 0 where a work is not known."""
        if not len(self.works):
            return np.zeros(len(works))
        place = np.minimum(np.searchsorted(self.works, works), len(self.works) - 1)
        return np.where(self.works[place] == works, self.difficulty[place], 0.0)


def observe(situation: Situation, parameters: Parameters) -> Observed:
    """Turn the marks seen into scores. A work is what a course wrote on one day of one kind."""
    seen, records = situation.seen, situation.records
    days = records.periods[-1][1] + 2
    course = situation.course[seen.pupil, seen.subject]
    day = np.clip(seen.day - records.periods[0][0], 0, days)
    week = np.minimum(day // records.days_in_week, max(weeks_of(records, situation.day), 0))
    works, work = np.unique((course * (days + 1) + day) * MOST_KINDS + seen.kind, return_inverse=True)
    shape = (max(weeks_of(records, situation.day) + 1, 1), *situation.taught.shape)
    precision = 1 / parameters.noise[seen.kind]
    cell = (week * shape[1] + seen.pupil) * shape[2] + seen.subject
    by_week = sum_into((int(np.prod(shape)),), (cell,), precision).reshape(shape)
    score = scores(seen, records.scale.low, parameters.frequency, parameters.shift)
    return Observed(
        seen.pupil, seen.subject, week, course, works, work.reshape(-1), score, precision, cell, by_week
    )  # fmt: skip
