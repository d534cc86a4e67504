"""What the forecast says to the family of a pupil, subject by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast.explanation import explain
from zhurnal.calc.forecast.planner import exact, plan
from zhurnal.calc.forecast.pupil import Supposed, try_marks
from zhurnal.calc.forecast.records import WorkType
from zhurnal.calc.forecast.year_mark import year_mark
from zhurnal.calc.grading.average import display
from zhurnal.forecasts import sentences
from zhurnal.forecasts.queries.pupils import PupilForecast, Seen, pupil_forecast
from zhurnal.school.models import StudyPeriod, Subject
from zhurnal.ui import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from zhurnal.calc.grading.scale import Scale
    from zhurnal.diary.queries.frame import Frame

MOST_TRIED = 10


class Range(NamedTuple):
    """Between what the average will come to lie, 80 of 100 times."""

    low: float
    middle: float
    high: float
    ends: tuple[float, float]


class Line(NamedTuple):
    """A subject: the average of now, what is likely, what the next mark wants; `range` None without ground."""

    subject: int
    name: str
    average: str
    likely: str
    short: str
    range: Range | None


class Overview(NamedTuple):
    """All subjects of a track."""

    period: str
    day_text: str
    caveat: str
    lines: list[Line]


class Target(NamedTuple):
    """A mark to aim at: how it stands, and the simplest ways with their chances."""

    mark: str
    standing: str
    ways: list[tuple[str, str]]


class Tried(NamedTuple):
    """A supposed mark: its text, the kind in words, and how it is written in an address."""

    text: str
    kind: str
    token: str


class Opened(NamedTuple):
    """A subject in full. `tried` are supposed marks, `before` what is likely without them."""

    line: Line
    period: str
    caveat: str
    chances: list[sentences.Chance]
    year: str
    because: list[str]
    targets: list[Target]
    tried: list[Tried]
    before: str
    marks: list[tuple[str, str]]
    kinds: list[tuple[str, str]]


def overview(frame: Frame) -> list[Overview]:
    """The forecasts of the pupil. At most eight queries."""
    found = pupil_forecast(frame.school, frame.pupil.pk)
    names, periods = _names(frame, found), _periods(found)
    return [
        Overview(
            periods[one.state.period_id], words.day(one.state.day), sentences.model_words(one.state.model),
            [_line(one, subject, names[subject]) for subject in _order(one, names)],
        )
        for one in found
    ]  # fmt: skip


def opened(frame: Frame, subject: int, tokens: Sequence[str], *, with_more: bool) -> Opened | None:
    """The forecast in a subject with marks supposed; None where there is none. At most eight queries."""
    one = next((one for one in pupil_forecast(frame.school, frame.pupil.pk) if subject in one.subjects), None)
    if one is None:
        return None
    names, number = _names(frame, [one]), one.state.subjects[subject]
    tried = (
        [found for token in tokens[:MOST_TRIED] if (found := _supposed(one.seen, token))] if with_more else []
    )
    seen = _with(one.seen, number, [given for given, _ in tried])
    scale = seen.forecast.situation.records.scale
    told = sentences.is_told(seen, number)
    return Opened(
        line_of(seen, number, subject, names[subject]), _periods([one])[one.state.period_id],
        sentences.model_words(one.state.model), sentences.chances(seen, number) if told else [],
        _year(one.seen, number) if told and not tried else "",
        sentences.because(explain(seen.forecast, seen.number, number)) if told and with_more else [],
        _targets(seen, number, scale), [how for _, how in tried],
        sentences.likely(one.seen, number) if tried else "",
        [(str(mark), scale.text(mark)) for mark in range(scale.high, scale.low - 1, -1)] if with_more else [],
        [(str(int(kind)), _kind_text(one.seen, number, kind)) for kind in WorkType] if with_more else [],
    )  # fmt: skip


def _line(one: PupilForecast, subject: int, name: str) -> Line:
    return line_of(one.seen, one.state.subjects[subject], subject, name)


def line_of(seen: Seen, number: int, subject: int, name: str) -> Line:
    """What is said of a subject in one line."""
    situation = seen.forecast.situation
    have = exact(situation.weight[seen.number, number])
    average = exact(situation.weighted[seen.number, number]) / have if have else None
    told = sentences.is_told(seen, number)
    return Line(
        subject, name, display(average), sentences.likely(seen, number),
        _short(seen, number, average) if told else "", _range(seen, number) if told else None,
    )  # fmt: skip


def _range(seen: Seen, number: int) -> Range:
    found, scale = seen.forecast, seen.forecast.situation.records.scale
    low, middle, high = (float(array[seen.number, number]) for array in (found.low, found.mean, found.high))
    return Range(low, middle, high, (scale.low, scale.high))


def _short(seen: Seen, number: int, average: Fraction | None) -> str:
    """What is lacking for the mark above the one that the average would give now."""
    records = seen.forecast.situation.records
    above = [mark for mark, border in _borders(seen) if average is None or border > average]
    if not above:
        return ""
    return sentences.short_of(
        plan(seen.forecast, seen.number, number, above[0]), records.scale.text(above[0])
    )


def _borders(seen: Seen) -> list[tuple[int, Fraction]]:
    records = seen.forecast.situation.records
    return list(
        zip(range(records.scale.low + 1, records.scale.high + 1), records.policy.thresholds, strict=True)
    )


def _targets(seen: Seen, number: int, scale: Scale) -> list[Target]:
    """The marks to aim at: those about the likely one that are a pass, the best first."""
    best = int(seen.forecast.most_likely[seen.number, number])
    wanted = [
        mark for mark in range(scale.high, scale.low, -1) if abs(mark - best) <= 1 and scale.passes(mark)
    ]
    found = []
    for mark in wanted:
        one = plan(seen.forecast, seen.number, number, mark)
        told = sentences.short_of(one, scale.text(mark))
        ways = sentences.ways(one, seen, number) if one.short_by is None or one.short_by > 0 else []
        found.append(Target(scale.text(mark), told, ways))
    return found


def _year(seen: Seen, number: int) -> str:
    """«4 (85 %)» for the year, where one mark stands out; nothing else."""
    scale = seen.forecast.situation.records.scale
    row = year_mark(seen.forecast)[seen.number, number]
    if not np.isfinite(row).all() or row.max() < sentences.SURE:
        return ""
    mark = int(seen.forecast.classes[int(row.argmax())])
    return f"{scale.text(mark)} ({sentences.rounded(float(row.max()))} %)" if scale.passes(mark) else ""


def _supposed(seen: Seen, token: str) -> tuple[Supposed, Tried] | None:
    """«5:3»: a mark and a kind of work; None for what is none."""
    mark, _, kind = token.partition(":")
    scale = seen.forecast.situation.records.scale
    if not (mark.isascii() and mark.isdecimal() and kind.isascii() and kind.isdecimal()):
        return None
    if len(mark) > 3 or len(kind) > 1 or int(mark) not in scale or int(kind) not in list(WorkType):  # noqa: PLR2004 -- «100» is the longest mark
        return None
    text = scale.text(int(mark))
    return Supposed(int(mark), 1.0, int(kind)), Tried(
        text, sentences.kind_name(int(kind)), f"{int(mark)}:{int(kind)}"
    )


def _with(seen: Seen, number: int, supposed: Sequence[Supposed]) -> Seen:
    if not supposed:
        return seen
    weighed = [one._replace(weight=_weight(seen, number, one.kind)) for one in supposed]
    return Seen(try_marks(seen.forecast, seen.number, number, weighed), 0)


def _kind_text(seen: Seen, number: int, kind: WorkType) -> str:
    return f"{sentences.kind_name(kind)} (×{sentences.hundredths(_weight(seen, number, kind))})"


def _weight(seen: Seen, number: int, kind: int) -> float:
    """What a work of a kind usually weighs in the course, in halves."""
    return max(round(2 * float(seen.forecast.coming.weight[seen.number, number][kind])) / 2, 0.5)


def _names(frame: Frame, found: Sequence[PupilForecast]) -> dict[int, str]:
    """The subjects in the order of the school. One query."""
    wanted = {subject for one in found for subject in one.subjects}
    return dict(Subject.objects.filter(school=frame.school, pk__in=wanted).values_list("pk", "name"))


def _order(one: PupilForecast, names: dict[int, str]) -> list[int]:
    return [subject for subject in names if subject in one.subjects]


def _periods(found: Sequence[PupilForecast]) -> dict[int, str]:
    wanted = {one.state.period_id for one in found}
    return {one.pk: one.name for one in StudyPeriod.objects.filter(pk__in=wanted)}
