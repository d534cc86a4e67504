"""Stored averages against the marks they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, F, Sum, Value, When
from django.db.models.functions import Coalesce

from zhurnal.journal.models import Average, Mark
from zhurnal.ops.checks.words import course_names
from zhurnal.people.models import Person
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator

# A double mark is two marks; a work of weight 0 does not count.
_MARKS = Case(When(second__isnull=False, then=2), default=1)
_COUNT = Case(When(work__weight=0, then=0), When(second__isnull=False, then=2), default=1)
_TOTAL = F("value") + Coalesce(F("second"), Value(0))


class _Sums(NamedTuple):
    weight: int
    weighted: int
    marks: int


_NOTHING = _Sums(0, 0, 0)
_Key = tuple[int, int]  # course, pupil


def wrong_averages() -> Iterator[str]:
    """Two queries a period; the arithmetic is the database's own and not that of `calc`."""
    for period in StudyPeriod.objects.select_related("year"):
        stored, counted = _stored(period), _counted(period)
        keys = sorted(stored.keys() | counted.keys())
        wrong = [key for key in keys if stored.get(key, _NOTHING) != counted.get(key, _NOTHING)]
        courses = course_names(course for course, _ in wrong)
        people = Person.objects.in_bulk({pupil for _, pupil in wrong})
        for key in wrong:
            course, pupil = key
            yield (
                f"{people[pupil].list_name}, {courses[course]}, {period.name}: хранится "
                f"{_told(stored.get(key, _NOTHING))}, по отметкам {_told(counted.get(key, _NOTHING))}"
            )


def _stored(period: StudyPeriod) -> dict[_Key, _Sums]:
    rows = Average.objects.filter(period=period)
    return {
        (course, pupil): _Sums(*sums)
        for course, pupil, *sums in rows.values_list("course", "pupil", "weight", "weighted", "count")
    }


def _counted(period: StudyPeriod) -> dict[_Key, _Sums]:
    marks = Mark.objects.filter(
        value__isnull=False,
        work__lesson__course__year=period.year,
        work__lesson__course__period_kind=period.kind,
        work__lesson__date__range=(period.starts, period.ends),
    )
    rows = marks.values("work__lesson__course", "pupil").annotate(
        total_weight=Sum(F("work__weight") * _MARKS),
        total_weighted=Sum(F("work__weight") * _TOTAL),
        total_count=Sum(_COUNT),
    )
    return {
        (course, pupil): _Sums(*sums)
        for course, pupil, *sums in rows.values_list(
            "work__lesson__course", "pupil", "total_weight", "total_weighted", "total_count"
        )
    }


def _told(sums: _Sums) -> str:
    return f"{sums.weighted}/{sums.weight} ({sums.marks})"
