"""The forecasts of single pupils, brought up to date with what was written since the morning."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.pupil import update_pupil
from zhurnal.calc.forecast.records import Marks
from zhurnal.forecasts.queries import rows
from zhurnal.forecasts.queries.marks import Cells, Place, Row, missed_in, row_of
from zhurnal.forecasts.queries.states import State, states_of
from zhurnal.journal.models import Mark

if TYPE_CHECKING:
    from collections.abc import Collection

    from zhurnal.calc.forecast.engine import Forecast
    from zhurnal.school.models import Course, School


class Seen(NamedTuple):
    """A pupil's forecast: the arrays, and the number of the pupil in them."""

    forecast: Forecast
    number: int


@dataclass(frozen=True, slots=True)
class PupilForecast:
    """The forecast of a pupil in the subjects of a track."""

    state: State
    seen: Seen

    @property
    def subjects(self) -> list[int]:
        """The subjects in which the pupil is taught."""
        taught = self.seen.forecast.situation.taught[self.seen.number]
        return [pk for number, pk in enumerate(self.state.year.subjects) if taught[number]]


@dataclass(frozen=True, slots=True)
class CourseForecast:
    """The forecasts of those who are taught in a course; `subject` and `course` are numbers in the arrays."""

    state: State
    subject: int
    course: int
    pupils: dict[int, Seen]


def pupil_forecast(school: School, pupil: int) -> list[PupilForecast]:
    """The forecasts of a pupil, one for each track; none before the first night. At most six queries."""
    states = [state for state in states_of(school) if pupil in state.pupils]
    return [PupilForecast(state, _up_to_date(state, [pupil])[pupil]) for state in states]


def course_forecast(school: School, course: Course) -> CourseForecast | None:
    """The forecasts of a course; None where there are none. At most seven queries."""
    for state in states_of(school):
        if course.pk not in state.courses:
            continue
        number, subject = state.courses[course.pk], state.subjects[course.subject_id]
        at = np.flatnonzero(state.year.records.course[:, subject] == number)
        pupils = [state.year.pupils[one] for one in at.tolist()]
        changed = Mark.objects.filter(
            work__lesson__course__subject=course.subject_id, work__lesson__course__year=course.year_id,
            pupil__in=pupils, set_at__gt=state.made_at,
        )  # fmt: skip
        found = {pk: Seen(state.forecast, state.pupils[pk]) for pk in pupils}
        found |= _up_to_date(state, set(changed.values_list("pupil_id", flat=True)))
        return CourseForecast(state, subject, number, found)
    return None


def _up_to_date(state: State, pupils: Collection[int]) -> dict[int, Seen]:
    """Forecast some pupils again from all marks that stand in the journal now. Three queries, or none."""
    if not pupils:
        return {}
    given = defaultdict(list)
    for pupil, row in _marks(state, pupils):
        given[pupil].append(row)
    return {
        pk: Seen(state.trusted(update_pupil(state.untrusted, state.pupils[pk], Marks.of(given[pk]))), 0)
        for pk in pupils
    }


def _marks(state: State, pupils: Collection[int]) -> list[tuple[int, Row]]:
    """The pupils' marks; what was written today counts as if it had stood there in the morning."""
    year = state.school_year
    absences = {(pupil, lesson): code for pupil, lesson, _, code in rows.missed_rows(year, pupils)}
    cells, sources = Cells(state.year.calendar), state.year.sources
    found: list[tuple[int, Row]] = []
    for cell in rows.mark_rows(year, pupils):
        if (source := sources.get(cell.course)) is not None:
            at = Place(state.pupils[cell.pupil], state.subjects[source.subject])
            told = cells.rows(cell, at, source.rules, missed_in(absences, cell))
            found += [(cell.pupil, row) for row in told]
    known = {(row[0], row[1], row[2]) for _, row in found}
    for one in rows.brought_rows(year, pupils):
        if (source := sources.get(one.course_id)) is not None:
            at = Place(state.pupils[one.pupil_id], state.subjects[source.subject])
            row = row_of(one, at, state.year.calendar)
            found += [] if row[:3] in known else [(one.pupil_id, row)]
    last = state.year.calendar.number(state.day) - 1
    return [(pupil, _by(last, row)) for pupil, row in found]


def _by(last: int, row: Row) -> Row:
    pupil, subject, day, entered, kind, weight, value, void = row
    return pupil, subject, min(day, last), min(entered, last), kind, weight, value, min(void, last)
