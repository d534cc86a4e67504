"""What last year tells of this one: how strong each pupil was in each subject, and how the courses were marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.factory import factory
from zhurnal.calc.forecast.past import Past, no_past, remember
from zhurnal.forecasts.queries.years import year_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.arrays import IntArray
    from zhurnal.forecasts.queries.years import TrackYear
    from zhurnal.school.models import School, SchoolYear

UNKNOWN = -1


def pasts_of(school: School, year: SchoolYear, tracks: Sequence[TrackYear]) -> list[Past]:
    """The past of each track; nothing where the school kept no journal here last year. Ten queries at most."""
    before = school.years.filter(ends__lt=year.starts).order_by("-ends").first()
    known = year_records(school, before, before.ends) if before is not None else []
    return [_past(one, known) for one in tracks]


def _past(now: TrackYear, known: Sequence[TrackYear]) -> Past:
    """What the track of the same kind of periods and scale tells; its thresholds may have been others."""
    wanted = (now.track.kind, now.track.scale_code)
    then = next((one for one in known if (one.track.kind, one.track.scale_code) == wanted), None)
    if then is None or not len(then.records.marks):
        return no_past(now.records)
    pupils, subjects = _numbers(now.pupils, then.pupils), _numbers(now.subjects, then.subjects)
    past = remember(then.records, factory(then.records))
    return past.renumbered(pupils, subjects, _courses(now, then, pupils, subjects))


def _numbers(now: Sequence[int], then: Sequence[int]) -> IntArray:
    """The old number of each of today's, −1 for who was not there."""
    known = {pk: number for number, pk in enumerate(then)}
    return np.array([known.get(pk, UNKNOWN) for pk in now], dtype=np.int64)


def _courses(now: TrackYear, then: TrackYear, pupils: IntArray, subjects: IntArray) -> IntArray:
    """The course of last year in which most of today's pupils learned the subject; −1 where there is none."""
    found = np.full(len(now.courses), UNKNOWN)
    for subject, old in enumerate(subjects.tolist()):
        if old == UNKNOWN:
            continue
        today = now.records.course[:, subject]
        before = np.where(pupils >= 0, then.records.course[np.maximum(pupils, 0), old], UNKNOWN)
        for course in np.unique(today[today >= 0]).tolist():
            came_from = before[(today == course) & (before >= 0)]
            if len(came_from):
                found[course] = np.bincount(came_from).argmax()
    return found
