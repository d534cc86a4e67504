"""What a forecast is made from: one school year of one school, in arrays.

Pupils, subjects and courses are numbers from 0 on; the caller knows whom they mean. Days are whole numbers that
only grow: days of school or days of the calendar. A school with several scales makes one record for each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, real, whole
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.grading.rules import YearTie

if TYPE_CHECKING:
    from zhurnal.calc.grading.scale import Scale

NEVER = -1
NOT_TAUGHT = -1
NOT_ATTESTED = -1.0


class WorkType(IntEnum):
    """What a mark was given for, as far as it matters for a forecast. A school's own kinds map to these."""

    ANSWER = 0
    HOMEWORK = 1
    QUIZ = 2
    CONTROL = 3
    PROJECT = 4


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Marks of a year, one row each. `day` is the lesson's; `entered` the day on which the mark was written.

    `void_day`: the day on which a re-sit annulled the mark, −1 where none did. `weight` 0 does not count.
    """

    pupil: IntArray
    subject: IntArray
    day: IntArray
    entered: IntArray
    kind: IntArray
    weight: FloatArray
    value: FloatArray
    void_day: IntArray

    @staticmethod
    def of(rows: object) -> Marks:
        """Make marks of rows (pupil, subject, day, entered, kind, weight, value, void_day)."""
        table = real(rows).reshape(-1, 8)
        p, s, d, e, k, w, v, x = table.T
        return Marks(whole(p), whole(s), whole(d), whole(e), whole(k), w.copy(), v.copy(), whole(x))

    def __len__(self) -> int:
        return len(self.pupil)

    def where(self, chosen: object) -> Marks:
        """Return the rows chosen by a mask or by indices."""
        at = np.asarray(chosen)
        return Marks(
            self.pupil[at], self.subject[at], self.day[at], self.entered[at], self.kind[at], self.weight[at],
            self.value[at], self.void_day[at],
        )  # fmt: skip

    def and_then(self, more: Marks) -> Marks:
        """Return these rows followed by others."""
        names = self.__slots__
        return Marks(*(np.concatenate([getattr(self, name), getattr(more, name)]) for name in names))

    def visible(self, day: int) -> Marks:
        """Return what is known on the morning of a day. What will be annulled later stands as never annulled."""
        known = (self.day < day) & (self.entered < day)
        seen = self.where(known & ((self.void_day < 0) | (self.void_day >= day)))
        return replace(seen, void_day=np.full(len(seen), NEVER))


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """The timetable of the year: what is known beforehand. `control`: a control work is planned there.

    `weight` of the planned work; not a number where it is not known.
    """

    course: IntArray
    day: IntArray
    control: IntArray
    weight: FloatArray

    @staticmethod
    def of(rows: object) -> Lessons:
        """Make lessons of rows (course, day, control, weight)."""
        table = real(rows).reshape(-1, 4)
        return Lessons(whole(table[:, 0]), whole(table[:, 1]), whole(table[:, 2]), table[:, 3].copy())


@dataclass(frozen=True, slots=True, eq=False)
class Absences:
    """Days on which a pupil was not at school."""

    pupil: IntArray
    day: IntArray

    @staticmethod
    def of(rows: object) -> Absences:
        """Make absences of rows (pupil, day)."""
        table = whole(real(rows).reshape(-1, 2))
        return Absences(table[:, 0].copy(), table[:, 1].copy())


@dataclass(frozen=True, slots=True)
class PeriodPolicy:
    """The school's rule for a period's mark. `thresholds`: for each mark but the lowest, upwards, its average.

    `automatic`: the mark follows the average and nothing is learned of teachers. `min_marks`: below it «н/а».
    `year_tie`: where x,5 of the year goes.
    """

    thresholds: tuple[Fraction, ...]
    automatic: bool = False
    min_marks: int = 2
    year_tie: YearTie = YearTie.LAST_PERIOD

    @staticmethod
    def rounding(scale: Scale, *, automatic: bool = False, min_marks: int = 2) -> PeriodPolicy:
        """Return the rule that rounds, x,5 up."""
        borders = tuple(Fraction(2 * value - 1, 2) for value in range(scale.low + 1, scale.high + 1))
        return PeriodPolicy(borders, automatic, min_marks)


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """A school year. `course`[pupil, subject] is −1 where the pupil is not taught; `teacher`[course].

    `finals`[period, pupil, subject]: marks for periods, not a number where there is none, −1 for «н/а».
    `periods`: first and last day of each. `thresholds`: of each period, where they have changed in the year.
    `subjects`: codes, known to the factory or not.
    """

    scale: Scale
    policy: PeriodPolicy
    periods: tuple[tuple[int, int], ...]
    course: IntArray
    teacher: IntArray
    marks: Marks
    lessons: Lessons
    absences: Absences
    finals: FloatArray
    subjects: tuple[str, ...] = ()
    days_in_week: int = 5
    year_marks: FloatArray | None = None
    thresholds: tuple[tuple[Fraction, ...], ...] = ()

    def policy_of(self, period: int) -> PeriodPolicy:
        """The rule of a period; the school may have moved its thresholds during the year."""
        return replace(self.policy, thresholds=self.thresholds[period]) if self.thresholds else self.policy

    @property
    def classes(self) -> IntArray:
        """The marks of the scale, the lowest first."""
        return np.arange(self.scale.low, self.scale.high + 1)

    def period_of(self, day: int) -> int:
        """Return the period that a day belongs to, or the next one. Raises ForecastError after the last."""
        for number, (_, last) in enumerate(self.periods):
            if day <= last:
                return number
        raise ForecastError(
            "after_the_year", "Учебные периоды этого года закончились: прогнозировать нечего."
        )


def failed(scale: Scale, marks: Marks) -> BoolArray:
    """Which marks are no pass."""
    no_pass = np.array([not scale.passes(value) for value in range(scale.low, scale.high + 1)])
    found: BoolArray = no_pass[np.rint(marks.value).astype(np.int64) - scale.low]
    return found


def checked(records: Records) -> Records:
    """Refuse what no forecast can be made from, with a sentence; return the records."""
    shape = records.course.shape
    if not records.periods or any(last < first for first, last in records.periods):
        raise ForecastError("periods", "Учебные периоды не заданы или идут задом наперёд.")
    if not records.scale.averaged or len(records.policy.thresholds) != records.scale.high - records.scale.low:
        raise ForecastError("scale", "Для этой шкалы средний балл не считается: прогноза нет.")
    if records.thresholds and len(records.thresholds) != len(records.periods):
        raise ForecastError("thresholds", "Порогов не столько, сколько учебных периодов.")
    if records.finals.shape != (len(records.periods), *shape):
        raise ForecastError(
            "finals", "Отметок за периоды не столько, сколько периодов, учеников и предметов."
        )
    marks = records.marks
    inside = (marks.pupil < shape[0]) & (marks.subject < shape[1]) & (marks.pupil >= 0) & (marks.subject >= 0)
    usable = inside & np.isfinite(marks.value) & np.isfinite(marks.weight) & (marks.weight > 0)
    usable &= (marks.value >= records.scale.low) & (marks.value <= records.scale.high)
    usable &= (marks.kind >= 0) & (marks.kind < len(WorkType))
    if usable.all():
        return records
    # A mark that means nothing here (weight 0, another scale) is no reason to refuse a whole school.
    return replace(records, marks=marks.where(usable))
