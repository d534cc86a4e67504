"""Who wants attention early: the likeliest failures, falls below the previous mark, and lost statuses."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.explanation import Source, explain, largest

if TYPE_CHECKING:
    from zhurnal.calc.forecast.arrays import FloatArray, IntArray
    from zhurnal.calc.forecast.engine import Forecast

LIST = 20
WORTH_TELLING = 0.1
MANY_MISSED = 0.25
SLUMP = 2.0


class Risk(StrEnum):
    """What threatens."""

    FAILURE = "failure"  # «2» за период
    FALL = "fall"  # ниже предыдущей
    STATUS = "status"  # «с одной 3»: the only subject in the way


class Reason(StrEnum):
    """Why: the parts of the forecast that pull down, and what else is known."""

    LOW_MARKS = "low_marks"
    OTHER_SUBJECTS = "other_subjects"
    LAST_YEAR = "last_year"
    FALLING = "falling"
    FALLING_EVERYWHERE = "falling_everywhere"
    ABSENT = "absent"
    FEW_MARKS = "few_marks"


class Warning(NamedTuple):  # noqa: A001 -- it is one
    """A pupil and subject in danger, with the chance of it and reasons, the weightiest first."""

    pupil: int
    subject: int
    risk: Risk
    chance: float
    reasons: tuple[Reason, ...]


_OF_SOURCE = {
    Source.OWN: Reason.LOW_MARKS, Source.OTHERS: Reason.OTHER_SUBJECTS, Source.LAST_YEAR: Reason.LAST_YEAR,
    Source.LAST_YEAR_OTHERS: Reason.LAST_YEAR, Source.TREND: Reason.FALLING,
    Source.TREND_ALL: Reason.FALLING_EVERYWHERE,
}  # fmt: skip


def early_warning(
    forecast: Forecast, pupils: IntArray, risk: Risk = Risk.FAILURE, limit: int = LIST
) -> list[Warning]:
    """Rank the pupils' subjects by what threatens; chances under a tenth are not told."""
    chances = _chances(forecast, risk)[pupils]
    flat = np.nan_to_num(chances, nan=0.0).ravel()
    best = np.argsort(-flat, kind="stable")[:limit]
    width = chances.shape[1]
    return [
        Warning(
            int(pupils[at // width]), int(at % width), risk, float(flat[at]),
            reasons(forecast, int(pupils[at // width]), int(at % width)),
        )
        for at in best.tolist() if flat[at] >= WORTH_TELLING
    ]  # fmt: skip


def failure(forecast: Forecast) -> FloatArray:
    """P(a mark that is no pass) of each pupil and subject."""
    scale = forecast.situation.records.scale
    failing = np.array([not scale.passes(int(mark)) for mark in forecast.classes])
    found: FloatArray = forecast.probability[..., failing].sum(-1)
    return found


def fall(forecast: Forecast) -> FloatArray:
    """P(mark < the previous period's)."""
    before = forecast.situation.previous
    lower = forecast.classes[None, None, :] < before[..., None]
    return np.where(np.isfinite(before), (forecast.probability * lower).sum(-1), 0.0)


def _status(forecast: Forecast) -> FloatArray:
    """P(a mark below «4» here and in no other subject)."""
    scale = forecast.situation.records.scale
    low = np.array([not scale.is_quality(int(mark)) for mark in forecast.classes])
    here = np.nan_to_num(forecast.probability[..., low].sum(-1))
    none = np.prod(1 - here, axis=1, keepdims=True)
    found: FloatArray = here * none / np.maximum(1 - here, 1e-12)
    return found


def _chances(forecast: Forecast, risk: Risk) -> FloatArray:
    return {Risk.FAILURE: failure, Risk.FALL: fall, Risk.STATUS: _status}[risk](forecast)


def is_slump(forecast: Forecast, pupil: int) -> bool:
    """«Снижение по всем предметам»: the common trend lies two of its standard deviations below zero."""
    found = forecast.latent
    return bool(found.pupil_drift[pupil] < -SLUMP * max(found.pupil_drift_sd[pupil], 1e-9))


def reasons(forecast: Forecast, pupil: int, subject: int) -> tuple[Reason, ...]:
    """Tell why a mark is in danger, the weightiest first."""
    down = [step for step in largest(explain(forecast, pupil, subject), 7) if step.change < 0]
    found = [_OF_SOURCE[step.source] for step in down[:3]]
    if is_slump(forecast, pupil) and Reason.FALLING_EVERYWHERE not in found:
        found.insert(0, Reason.FALLING_EVERYWHERE)
    if forecast.situation.absence[pupil] >= MANY_MISSED:
        found.append(Reason.ABSENT)
    if forecast.situation.count[pupil, subject] < forecast.situation.records.policy.min_marks:
        found.append(Reason.FEW_MARKS)
    return tuple(dict.fromkeys(found))
