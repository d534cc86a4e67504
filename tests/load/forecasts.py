"""A whole school is forecast while somebody waits, one pupil while nobody notices: 1000 pupils × 14 subjects."""

from __future__ import annotations

import gc
import os
import statistics
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


def of_the_journal() -> str:
    """The demo school, its journal read and forecast, and one pupil after a mark; Django is set up."""
    from zhurnal.forecasts.actions.nightly import refresh_forecasts  # noqa: PLC0415 -- models need Django
    from zhurnal.forecasts.queries.pupils import pupil_forecast  # noqa: PLC0415 -- models need Django
    from zhurnal.forecasts.queries.states import states_of  # noqa: PLC0415 -- the same
    from zhurnal.forecasts.queries.years import running_year, year_records  # noqa: PLC0415 -- the same
    from zhurnal.school.models import School  # noqa: PLC0415 -- the same

    school = School.objects.order_by("pk")[0]
    day = school.today()
    gc.set_threshold(20_000)  # as every command of the product does
    year = running_year(school, day)
    assert year is not None
    began = time.process_time()
    tracks = year_records(school, year, day)
    for one in tracks:
        forecast(one.records, one.calendar.number(day), factory(one.records))
    whole = time.process_time() - began
    refresh_forecasts(school=school)
    pupils = states_of(school)[-1].year.pupils[:PUPILS]
    times = []
    for pupil in pupils:
        began = time.process_time()
        pupil_forecast(school, pupil)
        times.append(time.process_time() - began)
    marks = sum(len(one.records.marks) for one in tracks)
    pairs = sum(int((one.records.course >= 0).sum()) for one in tracks)
    return (
        f"Forecast of the demo school ({pairs} pupils and subjects, {marks} marks): {whole:.2f} s of one core with"
        f" reading the journal (target 2 s for 14 000 pairs); a family's page reads and forecasts its child in"
        f" {statistics.median(times) * 1000:.1f} ms"
    )
