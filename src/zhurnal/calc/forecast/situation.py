"""What is known on the morning of a day, and nothing that was written later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, ratio, real, sum_into
from zhurnal.calc.forecast.records import WorkType, checked, failed

if TYPE_CHECKING:
    from zhurnal.calc.forecast.records import Lessons, Marks, Records

RECENT_DAYS = 20
RESIT_WEEKS, RESIT_NEEDS = 3.0, 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """A school year as it looked on the morning of `day`, in `period`.

    `weight`, `weighted`, `count`[pupil, subject]: Σ w, Σ w·mark and the number of the period's marks.
    `hopeful`, `hopeful_weighted`: the same of failed marks, as far as there is time for a re-sit (see `_hopes`).
    `previous`: the mark of the period before. `left`, `controls`, `control_weight`[course]: lessons to come in the
    period, control works planned in them and their mean weight; `held`, `planned`: the same of the year so far.
    `elapsed`: the share of the period that is over.
    """

    records: Records
    day: int
    period: int
    seen: Marks
    taught: BoolArray
    course: IntArray
    weight: FloatArray
    weighted: FloatArray
    count: FloatArray
    previous: FloatArray
    hopeful: FloatArray
    hopeful_weighted: FloatArray
    left: FloatArray
    controls: FloatArray
    control_weight: FloatArray
    held: FloatArray
    planned: FloatArray
    absence: FloatArray
    elapsed: float
    weeks_left: float

    @property
    def first(self) -> int:
        """The first day of the period."""
        return self.records.periods[self.period][0]

    @property
    def week(self) -> int:
        """The week that has begun, from the beginning of the year."""
        return weeks_of(self.records, self.day)


def weeks_of(records: Records, day: int) -> int:
    """Return which week of the year a day is in."""
    return (day - records.periods[0][0]) // records.days_in_week


def as_of(records: Records, day: int) -> Situation:
    """Cut a school year at the morning of a day. Raises ForecastError."""
    return _cut(checked(records), day, records.period_of(day))


def as_of_end(records: Records, periods: int | None = None) -> Situation:
    """Return a year as it looked when all its periods were over, or the first of them."""
    last = (periods or len(records.periods)) - 1
    return _cut(checked(records), records.periods[last][1] + 1, last)


def _cut(records: Records, day: int, period: int) -> Situation:
    first, last = records.periods[period]
    seen = records.marks.visible(day)
    shape, courses = records.course.shape, len(records.teacher)
    now = seen.where(seen.day >= first)
    at = (now.pupil, now.subject)
    left, controls, control_weight = _planned(records.lessons, courses, max(day, first), last)
    begin = records.periods[0][0]
    held, planned, _ = _planned(records.lessons, courses, begin, day - 1)
    return Situation(
        records, day, period, seen, records.course >= 0, np.maximum(records.course, 0),
        sum_into(shape, at, now.weight), sum_into(shape, at, now.weight * now.value), sum_into(shape, at),
        _previous(records, period), *_hopes(now, records, day, last), left, controls, control_weight, held, planned,
        _absence(records, day),
        float(np.clip((day - first) / (last + 1 - first), 0, 1)),
        max(last + 1 - max(day, first), 0) / records.days_in_week,
    )  # fmt: skip


def _planned(
    lessons: Lessons, courses: int, first: int, last: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Lessons of some days, control works planned in them, and the mean weight of these where it is known."""
    chosen = (lessons.day >= first) & (lessons.day <= last)
    number = sum_into((courses,), (lessons.course[chosen],))
    chosen &= lessons.control > 0
    controls = sum_into((courses,), (lessons.course[chosen],))
    known = chosen & np.isfinite(lessons.weight)
    total = sum_into((courses,), (lessons.course[known],), lessons.weight[known])
    weighed = sum_into((courses,), (lessons.course[known],))
    return number, controls, ratio(total, weighed, np.nan)


def _hopes(now: Marks, records: Records, day: int, last: int) -> tuple[FloatArray, FloatArray]:
    """Σ w·h and Σ w·h·mark of failed marks: h falls to 0 within three weeks, and when the period is nearly over."""
    bad = now.where(failed(records.scale, now))
    age = (day - bad.day) / records.days_in_week
    left = max(last + 1 - day, 0) / records.days_in_week
    hope = np.clip(1 - age / RESIT_WEEKS, 0, 1) * min(left / RESIT_NEEDS, 1.0) * bad.weight
    shape, at = records.course.shape, (bad.pupil, bad.subject)
    return sum_into(shape, at, hope), sum_into(shape, at, hope * bad.value)


def _previous(records: Records, period: int) -> FloatArray:
    """The mark of the last closed period that has one; not a number for who has none."""
    found = np.full(records.course.shape, np.nan)
    for number in range(period):
        marks = records.finals[number]
        found = np.where(marks >= records.scale.low, marks, found)
    return found


def _absence(records: Records, day: int) -> FloatArray:
    """The share of the last days that each pupil missed."""
    absences = records.absences
    recent = (absences.day < day) & (absences.day >= day - RECENT_DAYS)
    inside = recent & (absences.pupil >= 0) & (absences.pupil < len(records.course))
    missed = sum_into((len(records.course),), (absences.pupil[inside],))
    days = np.clip(day - records.periods[0][0], 1, RECENT_DAYS) * min(1.0, 5 / records.days_in_week)
    return real(np.clip(missed / days, 0, 1))


def is_control(marks: Marks) -> BoolArray:
    """Which marks were given for control works."""
    found: BoolArray = marks.kind == WorkType.CONTROL
    return found
