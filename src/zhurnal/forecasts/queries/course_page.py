"""What a teacher reads of a course: expected marks of the period, who stands between two, the next work."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.counts import Counts, counts
from zhurnal.calc.forecast.explanation import explain
from zhurnal.calc.forecast.next_work import next_work
from zhurnal.calc.forecast.planner import exact
from zhurnal.calc.forecast.warning import is_slump
from zhurnal.calc.grading.average import display
from zhurnal.forecasts import sentences
from zhurnal.people.models import Person
from zhurnal.school.models import StudyPeriod
from zhurnal.ui import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.forecasts.queries.pupils import CourseForecast, Seen

BORDERLINE = 0.75  # the likeliest mark is less likely than this


class PupilLine(NamedTuple):
    """A pupil: average, what is likely, the range of the average, whether between two marks, and why."""

    pupil: int
    name: str
    average: str
    likely: str
    low: float
    middle: float
    high: float
    is_told: bool
    is_borderline: bool
    is_sliding: bool
    because: list[str]


class Expected(NamedTuple):
    """How many of the course are expected to get a mark, with what lies between 10 and 90 % of the cases."""

    mark: str
    number: float
    low: int
    high: int


class CoursePage(NamedTuple):
    """The page; `ends` are the lowest and highest mark of the scale."""

    period: str
    day_text: str
    caveat: str
    lines: list[PupilLine]
    marks: list[Expected]
    next_work: list[Expected]
    ends: tuple[float, float]


def course_page(found: CourseForecast, kind: int, weight: float) -> CoursePage:
    """Read the forecast of a course. Two queries."""
    state, subject = found.state, found.subject
    people = Person.objects.filter(pk__in=found.pupils).order_by("sort_key", "pk")
    lines = [_line(found.pupils[one.pk], subject, one) for one in people]
    period = StudyPeriod.objects.get(pk=state.period_id)
    scale = state.year.records.scale
    coming = next_work(state.forecast, found.course, kind, weight)
    texts = [scale.text(mark) for mark in state.forecast.classes.tolist()]
    return CoursePage(
        period.name, words.day(state.day), sentences.model_words(state.model), lines,
        _marks(found.pupils.values(), subject, texts)[::-1],
        _expected(texts, Counts(coming.expected, coming.low, coming.high))[::-1], (scale.low, scale.high),
    )  # fmt: skip


def _line(seen: Seen, subject: int, person: Person) -> PupilLine:
    found, at = seen.forecast, (seen.number, subject)
    have = exact(found.situation.weight[at])
    average = display(exact(found.situation.weighted[at]) / have if have else None)
    told = sentences.is_told(seen, subject)
    return PupilLine(
        person.pk, person.list_name, average, sentences.likely(seen, subject, for_family=False),
        float(found.low[at]), float(found.mean[at]), float(found.high[at]), told,
        bool(told and found.probability[at].max() < BORDERLINE), told and is_slump(found, seen.number),
        sentences.because(explain(found, seen.number, subject)) if told else [],
    )  # fmt: skip


def _marks(seen: Iterable[Seen], subject: int, texts: list[str]) -> list[Expected]:
    """How many of the course get each mark for the period."""
    rows = [one.forecast.probability[one.number, subject] for one in seen]
    return _expected(texts, counts(np.nan_to_num(np.array(rows)))) if rows else []


def _expected(texts: list[str], told: Counts) -> list[Expected]:
    return [
        Expected(text, float(number), int(low), int(high))
        for text, number, low, high in zip(texts, told.expected, told.low, told.high, strict=True)
    ]
