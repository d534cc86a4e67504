"""What a period comes to: the average, the mark for the period, and the place in the class beside it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from zhurnal.calc.grading.average import Sums, average, display
from zhurnal.calc.grading.ranking import score
from zhurnal.diary.queries.places import classmates, place_in_class
from zhurnal.journal.models import Average, PeriodMark
from zhurnal.people.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.models import StudyPeriod

# A subject and a period.
Where = tuple[int, int]
# Σ weight, Σ weight·mark and count: plain numbers, since a class has a thousand of them.
Parts = tuple[int, int, int]
# Where → pupil → what the average is made of.
PartsOfAll = dict[Where, dict[int, Parts]]


class Final(NamedTuple):
    """«4,33», «4», «7–9-е из 28»; each is empty where there is none."""

    average: str = ""
    mark: str = ""
    place: str = ""


NO_FINAL = Final()


def finals_of(frame: Frame, periods: Sequence[StudyPeriod]) -> dict[Where, Final]:
    """What the periods have come to in each subject. Three queries, two where no places are shown."""
    pupil = frame.pupil.pk
    marks = _own_marks(pupil, periods)
    marked = {period for _, period in marks}
    mates = classmates(frame, [period for period in periods if period.pk in marked])
    parts = _parts(pupil, periods, mates)
    return {
        where: Final(
            _average(parts[where].get(pupil)),
            marks.get(where, ""),
            _place(frame, parts[where], mates.get(where[1], frozenset())) if where in marks else "",
        )
        for where in parts.keys() | marks.keys()
    }


def _average(own: Parts | None) -> str:
    return display(average(Sums(*own))) if own else ""


def _place(frame: Frame, parts: Mapping[int, Parts], mates: frozenset[int]) -> str:
    pupil = frame.pupil.pk
    if pupil not in mates or pupil not in parts:
        return ""
    scores = {mate: _score(*one) for mate, one in parts.items() if mate in mates}
    return place_in_class(frame.school, scores[pupil], list(scores.values()))


@lru_cache(maxsize=8192)
def _score(weight: int, weighted: int, count: int) -> int | None:
    """The rule of places; equal sums come again and again in a class."""
    return score(Sums(weight, weighted, count))


def _own_marks(pupil: int, periods: Iterable[StudyPeriod]) -> dict[Where, str]:
    rows = _period_marks(pupil=pupil, periods=[period.pk for period in periods])
    return {(subject, period): value for subject, period, value in rows}


@prepared(pupil=int, periods=list[int])
def _period_marks(pupil: int, periods: list[int]) -> QuerySet[Any, Any]:
    rows = PeriodMark.objects.filter(pupil=pupil, period__in=periods, value__gt="").order_by("pk")
    return rows.values_list("course__subject_id", "period_id", "value")


def _parts(pupil: int, periods: Iterable[StudyPeriod], mates: Mapping[int, Iterable[int]]) -> PartsOfAll:
    """Own sums of all periods, and those of the class where a place is shown: all read at once."""
    found: PartsOfAll = defaultdict(dict)
    for who, subject, period, weight, weighted, count in _averages(
        pupil=pupil, periods=[period.pk for period in periods],
        pupils={pupil}.union(*mates.values()), shown=list(mates),
    ):  # fmt: skip
        of_class = found[subject, period]
        # A pupil who changed the subgroup has sums in two courses of the subject.
        if who in of_class:
            known = of_class[who]
            of_class[who] = (known[0] + weight, known[1] + weighted, known[2] + count)
        else:
            of_class[who] = (weight, weighted, count)
    return found


@prepared(pupil=int, periods=list[int], pupils=list[int], shown=list[int])
def _averages(pupil: int, periods: list[int], pupils: list[int], shown: list[int]) -> QuerySet[Any, Any]:
    wanted = Q(pupil=pupil, period__in=periods) | Q(period__in=shown)
    rows = Average.objects.filter(wanted, pupil__in=pupils)
    return rows.values_list("pupil_id", "course__subject_id", "period_id", "weight", "weighted", "count")
