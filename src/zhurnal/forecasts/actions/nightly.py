"""What happens once a night: freeze what was told, learn from what is over, forecast the morning."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from django.db import transaction

from zhurnal.calc.forecast.engine import Forecast, forecast
from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.learning.closed import Closed
from zhurnal.calc.forecast.learning.learn import learn
from zhurnal.calc.forecast.monitoring import rounded_place, without_second_look
from zhurnal.calc.forecast.storage import to_text
from zhurnal.forecasts.models import Model, Morning, Snapshot
from zhurnal.forecasts.packing import Told, pack_told, pack_year
from zhurnal.forecasts.queries.accuracy import trust_in
from zhurnal.forecasts.queries.last_year import pasts_of
from zhurnal.forecasts.queries.years import running_year, year_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.forecast.parameters import Parameters
    from zhurnal.calc.forecast.past import Past
    from zhurnal.calc.forecast.records import Records
    from zhurnal.forecasts.queries.years import TrackYear
    from zhurnal.school.models import School, SchoolYear

CUTS = {
    Snapshot.Cut.WEEK: None, Snapshot.Cut.QUARTER: 0.25, Snapshot.Cut.HALF: 0.5, Snapshot.Cut.THREE_QUARTERS: 0.75
}  # fmt: skip
WEEK = dt.timedelta(days=7)


class Night(NamedTuple):
    """What a night has done for a school: forecasts made, snapshots frozen."""

    mornings: int
    frozen: int


def refresh_forecasts(*, school: School, day: dt.date | None = None) -> Night:
    """Do the night's work for the morning of `day`, by default the school's today.

    Again it changes nothing; killed in the middle it goes on where it was. Outside of a school year there is
    nothing to do.
    """
    day = day or school.today()
    year = running_year(school, day)
    if year is None:
        return Night(0, 0)
    # What is written while the night reads is news to its morning.
    frozen, began = 0, school.now()
    tracks = year_records(school, year, day)
    for one, past in zip(tracks, pasts_of(school, year, tracks), strict=True):
        learned = _Learned(one, past)
        frozen += _freeze(school, one, day, learned)
        _make_morning(school, year, one, learned, _Moment(day, began))
    Morning.objects.filter(school=school).exclude(track__in=[one.track.key for one in tracks]).delete()
    return Night(len(tracks), frozen)


class _Moment(NamedTuple):
    """The morning that is forecast, and when the journal was read for it."""

    day: dt.date
    read_at: dt.datetime


class _Learned:
    """Parameters by how many periods of the year are over, learned when first asked for."""

    def __init__(self, year: TrackYear, past: Past) -> None:
        self._year = year
        self.past = past
        self._known: dict[int, Parameters] = {}

    def after(self, periods: int) -> Parameters:
        """What the first `periods` of the year have taught, beside what the factory knows."""
        if periods not in self._known:
            records = self._year.records
            taught = Closed(records, self.past, periods)
            self._known[periods] = learn([taught], factory(records)) if periods else factory(records)
        return self._known[periods]


def _freeze(school: School, one: TrackYear, day: dt.date, learned: _Learned) -> int:
    """Keep what would have been told on each fixed moment up to `day` that has no snapshot yet."""
    known = set(Snapshot.objects.filter(school=school, track=one.track.key).values_list("period_id", "cut"))
    simpler = Morning.objects.filter(school=school, track=one.track.key, model=Model.SIMPLER).exists()
    made = 0
    for number, cut, moment in _moments(one, day):
        if (one.periods[number], cut.value) in known:
            continue
        parameters = without_second_look(learned.after(number)) if simpler else learned.after(number)
        records, day_number = _before(one.records, number), one.calendar.number(moment)
        found = forecast(records, day_number, parameters, learned.past)
        Snapshot.objects.get_or_create(
            school=school, period_id=one.periods[number], track=one.track.key, cut=cut.value,
            defaults={"day": moment, "made_at": school.now(), "body": pack_told(told_by(found, one))},
        )  # fmt: skip
        made += 1
    return made


def _before(records: Records, period: int) -> Records:
    """The records without marks for periods that were not over then."""
    finals = records.finals.copy()
    finals[period:] = np.nan
    return replace(records, finals=finals)


def _moments(one: TrackYear, day: dt.date) -> Iterator[tuple[int, Snapshot.Cut, dt.date]]:
    """The fixed moments that have come, period by period."""
    for number, (first, last) in enumerate(one.records.periods):
        starts = one.calendar.starts + dt.timedelta(days=first)
        for cut, share in CUTS.items():
            moment = starts + (
                WEEK if share is None else dt.timedelta(days=round((last + 1 - first) * share))
            )
            if moment <= day:
                yield number, cut, moment


def told_by(found: Forecast, one: TrackYear) -> Told:
    """What a forecast says of every pupil and subject of which it says anything."""
    pupil, subject = np.nonzero(~found.too_little)
    ids, subjects, grades = np.array(one.pupils), np.array(one.subjects), np.array(one.grades)
    mean, low, high = (values[pupil, subject].round(4) for values in (found.mean, found.low, found.high))
    return Told(
        ids[pupil], subjects[subject], grades[one.records.course[pupil, subject]],
        found.probability[pupil, subject].round(6), mean, low, high, rounded_place(found.situation)[pupil, subject],
    )  # fmt: skip


@transaction.atomic
def _make_morning(
    school: School, year: SchoolYear, one: TrackYear, learned: _Learned, moment: _Moment
) -> None:
    day, began = moment
    over = sum(one.calendar.starts + dt.timedelta(days=last) < day for _, last in one.records.periods)
    trust = trust_in(school, year, one.track, over)
    Morning.objects.update_or_create(
        school=school, track=one.track.key,
        defaults={
            "day": day, "made_at": began, "model": trust.model, "learned_from": over,
            "parameters": to_text(learned.after(over)), "body": pack_year(one, learned.past, trust.plain),
        },
    )  # fmt: skip
