"""A whole school is forecast while somebody waits, one pupil while nobody notices: 1000 pupils × 14 subjects."""

from __future__ import annotations

import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from tests.calc.forecast.schools import Kind, school
from zhurnal.calc.forecast.engine import Forecast, forecast
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.pupil import update_pupil

LARGE = Kind(classes=40, pupils=25, subjects=14)
DAY, ROUNDS, PUPILS = 150, 5, 50


def figures() -> str:
    """Seconds of one processor for the school, milliseconds for a pupil after a mark; the best of several."""
    records = school(LARGE)
    parameters = factory(records)
    whole, found = _best(lambda: forecast(records, DAY, parameters))
    one = []
    for pupil in range(PUPILS):
        began = time.process_time()
        update_pupil(found, pupil)
        one.append(time.process_time() - began)
    pupils, subjects = records.course.shape
    marks = len(found.situation.seen)
    return (
        f"Forecasts: {pupils} pupils × {subjects} subjects, {marks} marks: {whole:.2f} s of one core; "
        f"one pupil after a mark: {1000 * float(np.median(one)):.1f} ms"
    )


def _best(make) -> tuple[float, Forecast]:
    taken, found = [], make()
    for _ in range(ROUNDS):
        began = time.process_time()
        found = make()
        taken.append(time.process_time() - began)
    return min(taken), found


if __name__ == "__main__":
    print(figures())
