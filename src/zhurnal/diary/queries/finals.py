"""What a period comes to: the average, the mark for the period, and the place in the class beside it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from zhurnal.calc.grading.average import NOTHING, Sums, average, contribution, display
from zhurnal.calc.grading.ranking import place_of, score
from zhurnal.diary.queries.carried import carried_between
from zhurnal.diary.queries.places import classmates, place_text, place_told, ratings_of
from zhurnal.journal.models import Average, PeriodMark
from zhurnal.people.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from zhurnal.calc.grading.ranking import Place
    from zhurnal.calc.grading.rules import Rating
    from zhurnal.calc.grading.sentence import Sentence
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod
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


class ToldFinal(NamedTuple):
    """A final with the arithmetic of its place."""

    final: Final
    place: tuple[Sentence, ...]


def finals_of(frame: Frame, found: Sequence[CoursePeriod], courses: Sequence[Course]) -> dict[Where, Final]:
    """What the periods have come to in each subject. Three queries, two where no places are shown."""
    return {where: known.final for where, known in _known(frame, found, courses).items()}


def final_told(frame: Frame, found: CoursePeriod, course: Course) -> ToldFinal:
    """Likewise for one subject and period. Three queries, two where no places are shown."""
    known = _known(frame, [found], [course]).get((course.subject_id, found.period.pk), _Known())
    return ToldFinal(known.final, place_told(known.rating, known.place, known.sums))


class _Known(NamedTuple):
    """The mark for the period, what the own average is made of, the place and the rule of places."""

    mark: str = ""
    own: Parts | None = None
    rating: Rating | None = None
    place: Place | None = None

    @property
    def sums(self) -> Sums:
        return Sums(*self.own) if self.own else NOTHING

    @property
    def final(self) -> Final:
        return Final(display(average(self.sums)), self.mark, place_text(self.rating, self.place))


def _known(
    frame: Frame, found: Sequence[CoursePeriod], courses: Sequence[Course]
) -> dict[Where, _Known]:  # fmt: skip
    pupil, periods = frame.pupil.pk, [one.period for one in found]
    marks = _own_marks(pupil, periods)
    ratings = {where: rule for where, rule in ratings_of(frame, found, courses).items() if where in marks}
    ranked = {period for _, period in ratings}
    mates = classmates(frame, [period for period in periods if period.pk in ranked])
    parts = _parts(pupil, periods, mates)
    return {
        where: _Known(
            marks.get(where, ""), parts[where].get(pupil), ratings.get(where),
            _place(pupil, parts[where], mates.get(where[1], frozenset()), ratings.get(where)),
        )
        for where in parts.keys() | marks.keys()
    }  # fmt: skip


def _place(
    pupil: int, parts: Mapping[int, Parts], mates: frozenset[int], rating: Rating | None
) -> Place | None:
    if rating is None or pupil not in mates or pupil not in parts:
        return None
    scores = {mate: _score(*one, rating.min_marks) for mate, one in parts.items() if mate in mates}
    return place_of(scores[pupil], list(scores.values()))


@lru_cache(maxsize=8192)
def _score(weight: int, weighted: int, count: int, min_marks: int) -> int | None:
    """The rule of places; equal sums come again and again in a class."""
    return score(Sums(weight, weighted, count), min_marks)


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
    doubled = set()
    rows = _averages(
        pupil=pupil, periods=[period.pk for period in periods],
        pupils={pupil}.union(*mates.values()), shown=list(mates),
    )  # fmt: skip
    for who, subject, period, _course, *parts in rows:
        of_class = found[subject, period]
        # A pupil who changed the subgroup has sums in two courses of the subject.
        if who in of_class:
            of_class[who] = _sum(of_class[who], parts)
            doubled.add((subject, period, who))
        else:
            of_class[who] = (parts[0], parts[1], parts[2])
    if doubled:
        _take_off_carried(found, [row for row in rows if (row[1], row[2], row[0]) in doubled])
    return found


def _take_off_carried(found: PartsOfAll, rows: Sequence[tuple[int, ...]]) -> None:
    """What was carried from one course into the other stands in both: it counts once. Two queries."""
    subjects = {row[3]: row[1] for row in rows}
    pupils, periods = {row[0] for row in rows}, {row[2] for row in rows}
    for one in carried_between(subjects, periods, pupils):
        of_class = found[subjects[one.course_id], one.period_id]
        twice = contribution((one.value or 0,), one.weight)
        if one.pupil_id in of_class and of_class[one.pupil_id][0] >= twice.weight:
            less = (-twice.weight, -twice.weighted, -twice.count)
            of_class[one.pupil_id] = _sum(of_class[one.pupil_id], less)


def _sum(parts: Parts, more: Sequence[int]) -> Parts:
    return parts[0] + more[0], parts[1] + more[1], parts[2] + more[2]


@prepared(pupil=int, periods=list[int], pupils=list[int], shown=list[int])
def _averages(pupil: int, periods: list[int], pupils: list[int], shown: list[int]) -> QuerySet[Any, Any]:
    wanted = Q(pupil=pupil, period__in=periods) | Q(period__in=shown)
    rows = Average.objects.filter(wanted, pupil__in=pupils)
    return rows.values_list(
        "pupil_id", "course__subject_id", "period_id", "course_id", "weight", "weighted", "count"
    )
