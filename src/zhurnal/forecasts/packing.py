"""Arrays in one field: packed by numpy, without anything that could be run when it is read back."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, IntArray, whole
from zhurnal.calc.forecast.past import Past
from zhurnal.calc.forecast.records import Absences, Lessons, Marks, PeriodPolicy, Records
from zhurnal.calc.grading.rules import YearTie
from zhurnal.forecasts.queries.marks import Calendar
from zhurnal.forecasts.queries.years import Source, TrackYear
from zhurnal.forecasts.tracks import Track

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

Arrays = dict[str, Any]
MARKS, LESSONS, ABSENCES = Marks.__slots__, Lessons.__slots__, Absences.__slots__
NUMBERS = ("pupils", "subjects", "courses", "grades", "periods")
PAST = ("level", "sureness", "norm", "norm_known", "rate", "lessons")


class Told(NamedTuple):
    """What a snapshot keeps of a forecast, a row for each pupil and subject that had one."""

    pupil: IntArray
    subject: IntArray
    grade: IntArray
    probability: FloatArray
    mean: FloatArray
    low: FloatArray
    high: FloatArray
    rounded: IntArray  # the place of the rounded average of that day, −1 without one


def pack(arrays: Mapping[str, Any]) -> bytes:
    """Pack named arrays; the same arrays give the same bytes."""
    kept = io.BytesIO()
    np.savez_compressed(kept, **arrays)
    return kept.getvalue()


def unpack(body: bytes | memoryview) -> Arrays:
    """Read what `pack` wrote. Raises ValueError for anything that would have to be run."""
    with np.load(io.BytesIO(bytes(body)), allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def pack_told(told: Told) -> bytes:
    """Pack what a snapshot keeps."""
    return pack(told._asdict())


def unpack_told(body: bytes | memoryview) -> Told:
    """Read what `pack_told` wrote."""
    return Told(**unpack(body))


def pack_year(one: TrackYear, past: Past, plain: FloatArray) -> bytes:
    """Pack the records of a track with all that a forecast needs beside the parameters."""
    records = one.records
    arrays: Arrays = {f"marks_{name}": getattr(records.marks, name) for name in MARKS}
    arrays |= {f"lessons_{name}": getattr(records.lessons, name) for name in LESSONS}
    arrays |= {f"absences_{name}": getattr(records.absences, name) for name in ABSENCES}
    arrays |= {f"past_{name}": getattr(past, name) for name in PAST}
    arrays |= {name: whole(getattr(one, name)) for name in NUMBERS}
    arrays |= {"course": records.course, "teacher": records.teacher, "finals": records.finals, "plain": plain}
    return pack(arrays | {"about": np.array(json.dumps(_about(one)))})


def _about(one: TrackYear) -> dict[str, Any]:
    track, policy = one.track, one.records.policy
    return {
        "kind": track.kind, "scale": track.scale_code, "thresholds": [str(border) for border in track.thresholds],
        "min_marks": policy.min_marks, "year_tie": policy.year_tie.value, "spans": one.records.periods,
        "codes": one.records.subjects, "zone": one.calendar.zone.key, "sources": one.sources,
        "changed": [[str(border) for border in borders] for borders in one.records.thresholds],
    }  # fmt: skip


def unpack_year(body: bytes | memoryview, starts: dt.date) -> tuple[TrackYear, Past, FloatArray]:
    """Read what `pack_year` wrote; `starts` is the first day of the year."""
    kept = unpack(body)
    about = json.loads(str(kept["about"]))
    track = Track(about["kind"], about["scale"], tuple(Fraction(border) for border in about["thresholds"]))
    policy = PeriodPolicy(track.thresholds, min_marks=about["min_marks"], year_tie=YearTie(about["year_tie"]))
    records = Records(
        track.scale, policy, tuple((first, last) for first, last in about["spans"]), kept["course"],
        kept["teacher"], Marks(*(kept[f"marks_{name}"] for name in MARKS)),
        Lessons(*(kept[f"lessons_{name}"] for name in LESSONS)),
        Absences(*(kept[f"absences_{name}"] for name in ABSENCES)), kept["finals"], tuple(about["codes"]),
        days_in_week=7, thresholds=tuple(tuple(map(Fraction, borders)) for borders in about["changed"]),
    )  # fmt: skip
    pupils, subjects, courses, grades, periods = (kept[name].tolist() for name in NUMBERS)
    calendar = Calendar(starts, ZoneInfo(about["zone"]))
    sources = {int(course): Source(*told) for course, told in about["sources"].items()}
    year = TrackYear(track, records, pupils, subjects, courses, grades, periods, calendar, sources)
    return year, Past(*(kept[f"past_{name}"] for name in PAST)), kept["plain"]
