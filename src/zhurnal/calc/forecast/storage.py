"""Parameters as text, so that what a night has learned can be kept; read back they are the same to the bit."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from zhurnal.calc.forecast.arrays import real
from zhurnal.calc.forecast.drift import Drift
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.parameters import Emission, Parameters, Recalibration, TaughtRule

ARRAYS = ("frequency", "shift", "noise", "covariance", "subject_norm", "rate", "weight")
NUMBERS = ("work", "attestation", "resit", "course")


def to_text(parameters: Parameters) -> str:
    """Write parameters as JSON."""
    return json.dumps(_plain(parameters), separators=(",", ":"))


def from_text(text: str) -> Parameters:
    """Read what `to_text` wrote. Raises ForecastError for anything else, an older layout too."""
    try:
        told = json.loads(text)
        again = told["recalibration"]
        plain: dict[str, Any] = {name: real(told[name]) for name in ARRAYS}
        plain |= {name: float(told[name]) for name in NUMBERS}
        return Parameters(
            **plain, drift=Drift(*told["drift"]), pupil_drift=Drift(*told["pupil_drift"]),
            norm=(told["norm"][0], told["norm"][1]), year=(told["year"][0], told["year"][1]),
            emission=Emission(**_arrays(told["emission"])), rule=TaughtRule(**_arrays(told["rule"])),
            recalibration=again and Recalibration(**_arrays(again)),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ForecastError(
            "parameters", "Выученные параметры не читаются: их нужно выучить заново."
        ) from error


def _arrays(told: dict[str, Any]) -> dict[str, Any]:
    return {name: real(value) for name, value in told.items()}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value.tolist() if isinstance(value, np.ndarray) else value
