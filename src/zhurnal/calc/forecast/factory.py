"""What a school starts with: `factory.json`, fitted on two invented schools, made to fit any scale and subjects."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from zhurnal.calc.forecast.arrays import FloatArray, possible, real
from zhurnal.calc.forecast.drift import Drift
from zhurnal.calc.forecast.parameters import Emission, Parameters, Recalibration, TaughtRule
from zhurnal.calc.forecast.rule import strangers
from zhurnal.calc.grading.scale import FIVE, Level, Scale

if TYPE_CHECKING:
    from zhurnal.calc.forecast.records import Records

FILE = Path(__file__).with_name("factory.json")
STEP = 3.0


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def factory(records: Records) -> Parameters:
    """Return the parameters of a school of which nothing is known yet."""
    table, scale = _table(), records.scale
    frequency = _frequency(scale, real(table["frequency"]))
    five = (scale.low, scale.high) == (FIVE.low, FIVE.high)
    again = table["recalibration"] if five else None
    return Parameters(
        frequency, real(table["shift"]), real(table["noise"]),
        covariance_of(records.subjects, records.course.shape[1]),
        Drift(*table["drift"]), Drift(*table["pupil_drift"]), (table["norm"][0], table["norm"][1]),
        norms_of(records.subjects, records.course.shape[1]), table["work"],
        (table["year"][0], table["year"][1]), real(table["rate"]), real(table["weight"]),
        _emission(table, frequency), _rule(records, table["rule"]),
        again and Recalibration(*(real(again[name]) for name in ("elapsed", "coefficients", "width"))),
        table["attestation"], table["resit"], table["course"],
    )  # fmt: skip


def covariance_of(codes: tuple[str, ...], subjects: int) -> FloatArray:
    """Return Σ for these subjects; those not known to the factory are as alike as any two."""
    table = _table()["covariance"]
    known = {code: place for place, code in enumerate(table["subjects"])}
    found = np.full((subjects, subjects), float(table["common"])) + float(table["own"]) * np.eye(subjects)
    here = [(place, known[code]) for place, code in enumerate(codes[:subjects]) if code in known]
    if here:
        mine, theirs = (np.array(side) for side in zip(*here, strict=True))
        found[np.ix_(mine, mine)] = real(table["table"])[np.ix_(theirs, theirs)]
    # Subjects of two tables side by side may contradict each other: then no levels could hang together so.
    return possible(found)


def norms_of(codes: tuple[str, ...], subjects: int) -> FloatArray:
    """Return by how much marks are usually better or worse in these subjects."""
    known = _table()["subject_norm"]
    return real([known.get(code, 0.0) for code in codes[:subjects]] + [0.0] * (subjects - len(codes)))


def _frequency(scale: Scale, five: FloatArray) -> FloatArray:
    """How often each mark of a scale is given: as often as the marks of its level among five."""
    marks = range(scale.low, scale.high + 1)
    if (scale.low, scale.high) == (FIVE.low, FIVE.high):
        return five
    place = [_level(scale, mark) for mark in marks]
    share = np.array([five[one - Level.POOR] / place.count(one) for one in place])
    return real(share / share.sum())


def _level(scale: Scale, mark: int) -> int:
    level = scale.level(mark)
    if level is None:
        level = Level(round(Level.POOR + STEP * (mark - scale.low) / (scale.high - scale.low)))
    return max(level, Level.POOR)


def _emission(table: dict[str, Any], frequency: FloatArray) -> Emission:
    """The borders between marks, moved to where a scale has its own."""
    told = table["emission"]
    shift, spread, border = (real(told[name]) for name in ("shift", "spread", "border"))
    if len(frequency) - 1 != len(border):
        theirs = _below(real(table["frequency"]))
        slope, start = np.polyfit(theirs, border, 1)
        border = start + slope * _below(frequency)
    return Emission(shift, spread, border)


def _below(frequency: FloatArray) -> FloatArray:
    """The borders of the marks on the line of the normal distribution."""
    share = np.cumsum(frequency / frequency.sum())[:-1]
    return real(ndtri(np.clip(share, 1e-6, 1 - 1e-6)))


def _rule(records: Records, told: dict[str, list[float]]) -> TaughtRule:
    borders = len(records.policy.thresholds)
    a, b, g = (real(told[name]) for name in ("a", "b", "g"))
    if borders != len(a):
        a, b, g = (np.full(borders, float(one.mean())) for one in (a, b, g))
    teachers = int(records.teacher.max()) + 1 if len(records.teacher) else 1
    return TaughtRule(a, b, g, *strangers(teachers, borders))
