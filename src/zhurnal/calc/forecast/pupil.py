"""One pupil at a time: after a mark was given, and with marks that are only supposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.engine import Forecast, Shared, forecast_of
from zhurnal.calc.forecast.records import NEVER, Absences, Lessons, Marks
from zhurnal.calc.forecast.remaining import Remaining
from zhurnal.calc.forecast.situation import Situation, as_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.past import Past

NO_LESSONS, NO_ABSENCES = Lessons.of([]), Absences.of([])


class Supposed(NamedTuple):
    """A mark that nobody has given yet."""

    value: int
    weight: float = 1.0
    kind: int = 0


def update_pupil(given: Forecast, pupil: int, marks: Marks | None = None) -> Forecast:
    """Forecast one pupil again from the pupil's own marks of the year, all of them (by default those known).

    The answer is a forecast of a school with this one pupil, number 0. What a class has in common (norms,
    difficulty of works, pace) stays as it was in the forecast of the whole school.
    """
    situation, past = _alone(given, pupil, _own(given, pupil) if marks is None else marks)
    return forecast_of(situation, given.parameters, past, Shared(given.latent.common, _coming(given, pupil)))


def try_marks(given: Forecast, pupil: int, subject: int, supposed: Sequence[Supposed]) -> Forecast:
    """Forecast one pupil as if marks had been given this morning, instead of some of those to come.

    Nothing is stored. It is the answer that would be given if the marks stood in the journal, so that what is
    tried and what is forecast agree.
    """
    day = given.situation.day - 1
    rows = [(pupil, subject, day, day, one.kind, one.weight, one.value, NEVER) for one in supposed]
    situation, past = _alone(given, pupil, _own(given, pupil).and_then(Marks.of(rows)))
    coming = _coming(given, pupil)
    for one in supposed:
        left = coming.number[0, subject]
        left[one.kind] = max(left[one.kind] - 1, 0.0)
    return forecast_of(situation, given.parameters, past, Shared(given.latent.common, coming))


def _own(given: Forecast, pupil: int) -> Marks:
    seen = given.situation.seen
    return seen.where(seen.pupil == pupil)


def _coming(given: Forecast, pupil: int) -> Remaining:
    at = np.array([pupil])
    return Remaining(given.coming.number[at], given.coming.weight[at])


def _alone(given: Forecast, pupil: int, own: Marks) -> tuple[Situation, Past]:
    """A school with one pupil. Absences and lessons are those of the forecast."""
    wide, at = given.situation, np.array([pupil])
    records = replace(
        wide.records, course=wide.records.course[at], finals=wide.records.finals[:, at],
        marks=replace(own, pupil=np.zeros(len(own), dtype=np.int64)), lessons=NO_LESSONS, absences=NO_ABSENCES,
    )  # fmt: skip
    alone = replace(
        as_of(records, wide.day), left=wide.left, controls=wide.controls, control_weight=wide.control_weight,
        held=wide.held, planned=wide.planned, absence=wide.absence[at],
        # Counting the lessons of the school again would take longer than everything else.
        records=replace(records, lessons=wide.records.lessons),
    )  # fmt: skip
    past = replace(given.past, level=given.past.level[at], sureness=given.past.sureness[at])
    return alone, past
