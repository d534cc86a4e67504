"""The forecasts of this morning, unpacked once and kept in memory until there is a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from zhurnal.calc.forecast.engine import Forecast, forecast
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.monitoring import plain_forecast, without_second_look
from zhurnal.calc.forecast.storage import from_text
from zhurnal.forecasts.models import Model, Morning
from zhurnal.forecasts.packing import unpack_year
from zhurnal.forecasts.queries.years import running_year

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.calc.forecast.arrays import FloatArray
    from zhurnal.forecasts.queries.years import TrackYear
    from zhurnal.school.models import School, SchoolYear

KEPT = 12  # tracks of a few schools; one of 700 pupils takes some tens of megabytes


@dataclass(frozen=True, eq=False)
class State:
    """The forecast of a track on a morning, and the numbers of its pupils, subjects and courses."""

    day: dt.date
    made_at: dt.datetime
    school_year: SchoolYear
    model: Model
    year: TrackYear
    untrusted: Forecast  # of the models, whether they are trusted or not
    plain: FloatArray

    @cached_property
    def forecast(self) -> Forecast:
        """What is told."""
        return self.trusted(self.untrusted)

    @cached_property
    def pupils(self) -> dict[int, int]:
        """Pupil → number."""
        return {pk: number for number, pk in enumerate(self.year.pupils)}

    @cached_property
    def subjects(self) -> dict[int, int]:
        """Subject → number."""
        return {pk: number for number, pk in enumerate(self.year.subjects)}

    @cached_property
    def courses(self) -> dict[int, int]:
        """Course → number."""
        return {pk: number for number, pk in enumerate(self.year.courses)}

    @property
    def period_id(self) -> int:
        """The period that is forecast."""
        return self.year.periods[self.forecast.situation.period]

    def trusted(self, found: Forecast) -> Forecast:
        """The forecast, or what the plain rule says where the models have not been right."""
        return plain_forecast(found, self.plain) if self.model == Model.PLAIN else found


def states_of(school: School) -> list[State]:
    """The forecasts of the latest morning of the running year, one for each track. Two queries, mostly."""
    year = running_year(school, school.today())
    if year is None:
        return []
    kept = Morning.objects.filter(school=school, day__gte=year.starts, day__lte=school.today())
    found = [_state(pk, made_at, year) for pk, made_at in kept.order_by("track").values_list("pk", "made_at")]
    return [one for one in found if one is not None]


@lru_cache(maxsize=KEPT)
def _state(pk: int, _made_at: dt.datetime, school_year: SchoolYear) -> State | None:
    """Unpack a morning and forecast it again: the same bytes come out, and far fewer have to be kept."""
    morning = Morning.objects.get(pk=pk)
    year, past, plain = unpack_year(morning.body, school_year.starts)
    day = year.calendar.number(morning.day)
    try:
        parameters = from_text(morning.parameters)
    except ForecastError:
        return None  # kept by another version of the program: the next night learns them anew
    if day > year.records.periods[-1][1]:
        return None
    used = parameters if morning.model == Model.FULL else without_second_look(parameters)
    found = forecast(year.records, day, used, past)
    return State(morning.day, morning.made_at, school_year, Model(morning.model), year, found, plain)
