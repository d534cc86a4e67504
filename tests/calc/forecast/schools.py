"""Invented schools of several kinds, each in one year of four periods, to hold forecasts against.

They are made otherwise than the model thinks: noise with heavy tails, teachers with thresholds of their own, works
that come out hard for everybody, swings that never come back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zhurnal.calc.forecast.records import NEVER, Absences, Lessons, Marks, PeriodPolicy, Records
from zhurnal.calc.grading.scale import FIVE, Scale

PERIODS = ((0, 39), (40, 79), (80, 129), (130, 169))
DAYS = 170


@dataclass(frozen=True)
class Kind:
    """How a school is: sizes, how much pupils differ and waver, how often and how well they are marked."""

    classes: int = 3
    pupils: int = 20
    subjects: int = 6
    differ: float = 0.6
    waver: float = 0.8
    marks_a_week: float = 1.1
    generous: float = 0.0
    swing: float = 0.25


ORDINARY = Kind()
KINDS = {
    "ordinary": ORDINARY,
    "small": Kind(classes=2, pupils=5),
    "strict with few marks": Kind(marks_a_week=0.6, generous=-0.7),
    "lenient": Kind(generous=0.9),
    "unstable": Kind(waver=1.3, swing=0.6),
    "many marks that say little": Kind(marks_a_week=2.5, waver=1.5, swing=0.4),
    "all alike": Kind(differ=0.0, swing=0.0),
}


def school(kind: Kind = ORDINARY, seed: int = 1, *, automatic: bool = False, scale: Scale = FIVE) -> Records:
    """Make a school; the same seed makes the same one."""
    chance = np.random.default_rng(seed)
    number = kind.classes * kind.pupils
    room = np.repeat(np.arange(kind.classes), kind.pupils)
    course = room[:, None] * kind.subjects + np.arange(kind.subjects)
    teacher = np.arange(kind.classes * kind.subjects) % (2 * kind.subjects)
    level = kind.differ * (
        chance.normal(size=(number, 1)) + 0.6 * chance.normal(size=(number, kind.subjects))
    )
    level = level + kind.generous + 0.2 * chance.normal(size=kind.subjects)
    marks = _marks(kind, chance, level, course, scale)
    policy = PeriodPolicy.rounding(scale, automatic=automatic)
    records = Records(
        scale, policy, PERIODS, course, teacher, marks, _lessons(course), _absences(chance, number),
        np.full((len(PERIODS), number, kind.subjects), np.nan),
    )  # fmt: skip
    return replace(records, finals=_finals(records, chance))


def _marks(kind, chance, level, course, scale):
    rows = []
    step = (scale.high - scale.low) / 3
    weeks = DAYS // 5
    swing = (
        kind.swing
        * np.cumsum(chance.normal(size=(weeks, *level.shape)), 0)
        / np.sqrt(np.arange(1, weeks + 1))[:, None, None]
    )
    hard = 0.3 * chance.normal(size=(weeks, course.max() + 1))
    for week in range(weeks):
        control = week % 4 == 3
        asked = chance.random(level.shape) < kind.marks_a_week / 2
        for kind_of_work, who in (
            (3, np.full(level.shape, control)),
            (0, asked),
            (1, chance.random(level.shape) < 0.3),
        ):
            pupil, subject = np.nonzero(who)
            x = (
                level[pupil, subject]
                + swing[week, pupil, subject]
                + kind.waver * chance.standard_t(5, len(pupil))
            )
            x = x - (kind_of_work == 3) * hard[week, course[pupil, subject]]
            value = np.clip(np.rint(scale.low + step * (1.9 + x)), scale.low, scale.high)
            day = week * 5 + chance.integers(0, 5, len(pupil))
            weight = np.full(len(pupil), 2.0 if kind_of_work == 3 else 1.0)
            void = np.full(len(pupil), NEVER)
            rows.append(
                np.stack(
                    [pupil, subject, day, day, np.full(len(pupil), kind_of_work), weight, value, void], 1
                )
            )
    return Marks.of(np.concatenate(rows))


def _lessons(course):
    rows = [
        (one, week * 5 + day, week % 4 == 3 and day == 2, 2.0)
        for one in range(course.max() + 1)
        for week in range(DAYS // 5)
        for day in (0, 2)
    ]
    return Lessons.of(rows)


def _absences(chance, number):
    pupil, day = np.nonzero(chance.random((number, DAYS)) < 0.04)
    return Absences.of(np.stack([pupil, day], 1))


def _finals(records, chance):
    """The rule; a teacher who is free to decide puts the thresholds a little otherwise."""
    borders = np.array([float(border) for border in records.policy.thresholds])
    finals = records.finals.copy()
    own = 0 if records.policy.automatic else 0.08 * chance.normal(size=records.teacher.max() + 1)
    shift = (own * np.ones(records.teacher.max() + 1))[records.teacher][records.course]
    for number, (first, last) in enumerate(records.periods):
        mean, count = means(records, first, last)
        value = records.scale.low + (mean[..., None] + 1e-9 >= borders + shift[..., None]).sum(-1)
        finals[number] = np.where(count >= records.policy.min_marks, value, -1)
    return finals


def means(records, first, last):
    """The weighted mean of the marks of some days, and their number."""
    marks = records.marks
    marks = marks.where((marks.day >= first) & (marks.day <= last))
    weight, total, count = (np.zeros(records.course.shape) for _ in range(3))
    at = (marks.pupil, marks.subject)
    np.add.at(weight, at, marks.weight)
    np.add.at(total, at, marks.weight * marks.value)
    np.add.at(count, at, 1)
    with np.errstate(invalid="ignore"):
        return total / weight, count
