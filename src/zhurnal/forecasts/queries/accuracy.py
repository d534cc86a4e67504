"""How right the forecasts were: what was frozen, beside what came."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast import metrics
from zhurnal.calc.forecast.monitoring import Bin, alarms, plain_table, reliability
from zhurnal.calc.forecast.warning import WORTH_TELLING
from zhurnal.calc.grading.scale import SCALES
from zhurnal.forecasts.models import Model, Morning, Snapshot
from zhurnal.forecasts.packing import unpack_told
from zhurnal.forecasts.queries import rows
from zhurnal.school.models import Subject

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray
    from zhurnal.calc.forecast.monitoring import Alarm
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.forecasts.queries.states import State
    from zhurnal.forecasts.tracks import Track
    from zhurnal.school.models import School, SchoolYear, StudyPeriod

# The first week says little by its nature; alarms listen to what families really look at.
LATER = (Snapshot.Cut.QUARTER, Snapshot.Cut.HALF, Snapshot.Cut.THREE_QUARTERS)
FEWEST = 10  # below that a line of the table would be about single pupils


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Forecasts that have come to something, a row each; `came` is the place of the mark in the scale.

    `true_mean` is not a number where no average is kept.
    """

    chances: FloatArray
    came: IntArray
    rounded: IntArray
    low: FloatArray
    high: FloatArray
    true_mean: FloatArray
    grade: IntArray
    subject: IntArray
    pupil: IntArray

    def __len__(self) -> int:
        return len(self.came)

    def where(self, chosen: BoolArray) -> Compared:
        """The rows chosen by a mask."""
        return Compared(*(getattr(self, one.name)[chosen] for one in fields(self)))

    @property
    def plain(self) -> FloatArray:
        """«По текущему среднему», fitted to these very rows: it has the advantage."""
        table = plain_table(self.rounded, self.came, self.chances.shape[1])
        return table[self.rounded]

    @property
    def inside(self) -> BoolArray:
        """Whether the average came to lie in the interval, where it is known."""
        known = np.isfinite(self.true_mean)
        found: BoolArray = (self.low <= self.true_mean + 0.005) & (self.true_mean - 0.005 <= self.high)
        return found[known]


class Score(NamedTuple):
    """How right some forecasts were: shares of one; RPS of ours and of the plain rule, 0 is best."""

    name: str
    number: int
    accuracy: float
    plain_accuracy: float
    rps: float
    plain_rps: float
    coverage: float

    @property
    def gain(self) -> float:
        """By which share the error is less than that of the plain rule."""
        return 1 - self.rps / self.plain_rps if self.plain_rps else 0.0


class Report(NamedTuple):
    """The forecasts of a period, of all moments or of one."""

    period: StudyPeriod
    bins: list[Bin]
    whole: Score
    by_cut: list[Score]
    by_grade: list[Score]
    by_subject: list[Score]


def closed_periods(school: School, day: dt.date) -> list[StudyPeriod]:
    """Periods that are over and have snapshots, the latest first. One query."""
    found = (
        Snapshot.objects.filter(school=school, period__ends__lt=day).select_related("period").defer("body")
    )
    return sorted({one.period for one in found}, key=lambda one: (one.ends, one.kind), reverse=True)


def report(school: School, period: StudyPeriod) -> Report | None:
    """How right the forecasts of a period were; None where too few came to anything. Four queries."""
    snapshots = list(Snapshot.objects.filter(school=school, period=period).order_by("day"))
    by_cut = _compared(period.year, snapshots)
    if not by_cut:
        return None
    everything = together(list(by_cut.values()))
    if len(everything) < FEWEST:
        return None
    names = dict(Subject.objects.filter(school=school).values_list("pk", "name"))
    return Report(
        period, reliability(everything.chances, everything.came), score("", everything),
        [score(str(Snapshot.Cut(cut).label), found) for cut, found in by_cut.items() if len(found) >= FEWEST],
        _parts(everything, everything.grade, {grade: str(grade) for grade in range(1, 12)}),
        _parts(everything, everything.subject, names),
    )  # fmt: skip


def score(name: str, some: Compared) -> Score:
    """Score some forecasts, at least one."""
    plain = some.plain
    return Score(
        name, len(some), metrics.accuracy(some.chances, some.came), metrics.accuracy(plain, some.came),
        float(metrics.rps(some.chances, some.came).mean()), float(metrics.rps(plain, some.came).mean()),
        float(some.inside.mean()) if len(some.inside) else float("nan"),
    )  # fmt: skip


def _parts(some: Compared, of: IntArray, names: dict[int, str]) -> list[Score]:
    found = [(names.get(int(one), ""), some.where(of == one)) for one in np.unique(of)]
    return [
        score(name, part)
        for name, part in sorted(found, key=lambda one: _order(one[0]))
        if len(part) >= FEWEST
    ]


def _order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (0, name)


def together(some: Sequence[Compared]) -> Compared:
    """Rows of the most frequent width of scale put together; at least one."""
    widths = [one.chances.shape[1] for one in some for _ in range(len(one))]
    usual = max(set(widths), key=widths.count) if widths else some[0].chances.shape[1]
    same = [one for one in some if one.chances.shape[1] == usual]
    return Compared(*(np.concatenate([getattr(one, each.name) for one in same]) for each in fields(Compared)))


def _compared(year: SchoolYear, snapshots: Iterable[Snapshot]) -> dict[str, Compared]:
    """What each moment told and what came, by cut. Three queries."""
    courses = {one.course: one.subject for one in rows.course_rows(year)}
    finals = {
        (period, pupil, courses[course]): text
        for pupil, course, period, text in rows.final_rows(year) if course in courses
    }  # fmt: skip
    means = {
        (period, pupil, subject): weighted / weight
        for pupil, subject, period, weight, weighted in rows.average_rows(year)
    }
    found: dict[str, list[Compared]] = {}
    for one in snapshots:
        found.setdefault(one.cut, []).append(_beside(one, finals, means))
    return {cut: together(some) for cut, some in found.items()}


def _beside(
    snapshot: Snapshot, finals: dict[tuple[int, int, int], str], means: dict[tuple[int, int, int], float]
) -> Compared:
    told, scale = unpack_told(snapshot.body), _scale_of(snapshot)
    keys = [
        (snapshot.period_id, *one) for one in zip(told.pupil.tolist(), told.subject.tolist(), strict=True)
    ]
    values = [scale.value(finals.get(key, "")) for key in keys]
    known = np.array([value is not None for value in values], dtype=bool)
    came = np.array([0 if value is None else value - scale.low for value in values], dtype=np.int64)
    true = np.array([means.get(key, np.nan) for key in keys])
    return Compared(
        told.probability.astype(float),
        came,
        told.rounded,
        told.low,
        told.high,
        true,
        told.grade,
        told.subject,
        told.pupil,
    ).where(known)


def _scale_of(snapshot: Snapshot) -> Scale:
    return SCALES[snapshot.track.split()[1]]


class Trust(NamedTuple):
    """Which model is to be trusted, why not the full one, and the table of the plain rule."""

    model: Model
    alarms: tuple[Alarm, ...]
    plain: FloatArray


def trust_in(school: School, year: SchoolYear, track: Track, over: int) -> Trust:
    """Look at the last period that is over. A bad period is a step to the simpler model, a good one leads back.

    What was trusted is asked of the kept morning; without a new period it stays.
    """
    kept = Morning.objects.filter(school=school, track=track.key).only("model", "learned_from").first()
    last = Snapshot.objects.filter(
        school=school, track=track.key, period__year=year, period__number=over, cut__in=LATER
    )
    some = list(_compared(year, last).values()) if last else []
    classes = track.scale.high - track.scale.low + 1
    if not some or not sum(map(len, some)):
        return Trust(
            Model(kept.model) if kept else Model.FULL, (), np.full((classes + 1, classes), 1 / classes)
        )
    all_of = together(some)
    plain = plain_table(all_of.rounded, all_of.came, classes)
    found = alarms(all_of.chances, all_of.plain, all_of.came, all_of.inside)
    before = Model(kept.model) if kept else Model.FULL
    if kept is not None and kept.learned_from == over:
        return Trust(before, found, plain)
    step = {Model.FULL: Model.SIMPLER, Model.SIMPLER: Model.PLAIN, Model.PLAIN: Model.PLAIN}[before]
    return Trust(step if found else Model.FULL, found, plain)


class Kept(NamedTuple):
    """How many warnings a list held, and how many came true."""

    number: int
    came: int


def precision_of_list(school: School, state: State, pupils: Collection[int], limit: int) -> Kept | None:
    """How a list of likely failures made in the middle of the last period came true for these pupils.

    None where nothing was frozen then, or where nobody would have been on it. Four queries.
    """
    over = state.forecast.situation.period
    if not over:
        return None
    last = Snapshot.objects.filter(
        school=school, period=state.year.periods[over - 1], cut=Snapshot.Cut.HALF, track=state.year.track.key
    )
    some = _compared(state.school_year, list(last))
    if not some:
        return None
    scale = state.year.records.scale
    failing = np.array([not scale.passes(mark) for mark in range(scale.low, scale.high + 1)])
    mine = together(list(some.values()))
    mine = mine.where(np.isin(mine.pupil, list(pupils)))
    chances = mine.chances[:, failing].sum(1)
    listed = np.argsort(-chances, kind="stable")[:limit]
    listed = listed[chances[listed] >= WORTH_TELLING]
    return Kept(len(listed), int(failing[mine.came[listed]].sum())) if len(listed) else None
