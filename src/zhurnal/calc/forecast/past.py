"""What is kept of the year before: per pupil and subject a level and on how much it rests, per course its norm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.arrays import ratio, sum_into
from zhurnal.calc.forecast.latent import latent
from zhurnal.calc.forecast.observed import observe
from zhurnal.calc.forecast.remaining import unplanned
from zhurnal.calc.forecast.situation import as_of_end

if TYPE_CHECKING:
    from zhurnal.calc.forecast.arrays import FloatArray, IntArray
    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.records import Records

HALF_FORGOTTEN, DRIFT_LEFT = 30.0, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The year before in the numbering of this year's records.

    `level`[pupil, subject] above the norm of the course with `sureness` (1/variance; 0: not known).
    `norm`[course] with `norm_known` (0 or 1); `rate`[course, kind]: marks a pupil got in `lessons`[course].
    """

    level: FloatArray
    sureness: FloatArray
    norm: FloatArray
    norm_known: FloatArray
    rate: FloatArray
    lessons: FloatArray

    def renumbered(self, pupils: IntArray, subjects: IntArray, courses: IntArray) -> Past:
        """Give what is kept the numbers of this year: each array tells the old number of a new one, or −1."""
        pairs = np.ix_(np.maximum(pupils, 0), np.maximum(subjects, 0))
        known = (pupils >= 0)[:, None] & (subjects >= 0)[None, :]
        old, has = np.maximum(courses, 0), (courses >= 0).astype(float)
        return Past(
            np.where(known, self.level[pairs], 0.0), np.where(known, self.sureness[pairs], 0.0),
            self.norm[old] * has, self.norm_known[old] * has, self.rate[old] * has[:, None],
            self.lessons[old] * has,
        )  # fmt: skip


def no_past(records: Records) -> Past:
    """Return the past of a school in its first year."""
    shape, courses = records.course.shape, len(records.teacher)
    return Past(
        np.zeros(shape), np.zeros(shape), np.zeros(courses), np.zeros(courses), np.zeros((courses, 5)),
        np.zeros(courses),
    )  # fmt: skip


def remember(last_year: Records, parameters: Parameters, before: Past | None = None) -> Past:
    """Keep of a finished year what the next one needs: levels above the norm, norms, pace of marks.

    The level is the mean of the pupil's marks, later ones counting more; the norm is that of the course.
    """
    whole_year = as_of_end(last_year)
    found = latent(whole_year, parameters, before or no_past(last_year))
    seen = observe(whole_year, parameters)
    recent = np.exp((seen.week - len(seen.by_week)) / HALF_FORGOTTEN) * seen.precision
    left = seen.score - found.common.norm[seen.course] - seen.difficulty(found.common)
    at, shape = (seen.pupil, seen.subject), whole_year.taught.shape
    weight = sum_into(shape, at, recent)
    square = sum_into(shape, at, recent * recent / seen.precision)
    spread = ratio(square, weight * weight) + DRIFT_LEFT * parameters.drift.variance
    level = ratio(sum_into(shape, at, recent * left), weight)
    sureness = np.where(weight > 0, 1 / np.maximum(spread, 1e-9), 0.0)
    has = sum_into((len(last_year.teacher),), (seen.course,)) > 0
    return Past(level, sureness, found.common.norm, has.astype(float), unplanned(whole_year), whole_year.held)
