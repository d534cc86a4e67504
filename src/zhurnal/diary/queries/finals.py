"""What a period comes to: the average, the mark for the period, and the place in the class beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import NOTHING, Sums, average, display
from zhurnal.calc.grading.ranking import class_average, place_of, score
from zhurnal.calc.grading.rules import ClassAverage, Show
from zhurnal.diary.queries.own_marks import own_marks
from zhurnal.diary.queries.places import classmates, place_text, place_told, ratings_of
from zhurnal.diary.queries.sums import Parts, PartsOfAll, Where, parts_of
from zhurnal.diary.queries.year_places import Yearly, place_of_year, yearly_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhurnal.calc.grading.ranking import Place
    from zhurnal.calc.grading.rules import Rating
    from zhurnal.calc.grading.sentence import Sentence
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod


class Final(NamedTuple):
    """«4,33», «4», «7–9-е из 28», «4,1» of the class; each is empty where there is none."""

    average: str = ""
    mark: str = ""
    place: str = ""
    of_class: str = ""


class YearFinal(NamedTuple):
    """What the year came to: «4», of the exam, the final one, and the place beside the mark for the year."""

    year: str = ""
    exam: str = ""
    final: str = ""
    place: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything stands for the year."""
        return self != NO_YEAR


NO_FINAL, NO_YEAR = Final(), YearFinal()


class Finals(NamedTuple):
    """What stands at the end of periods, and by subject at the end of the year."""

    periods: dict[Where, Final]
    years: dict[int, YearFinal]


class ToldFinal(NamedTuple):
    """A final with the arithmetic of its place."""

    final: Final
    place: tuple[Sentence, ...]


def finals_of(frame: Frame, found: Sequence[CoursePeriod], courses: Sequence[Course]) -> Finals:
    """What all periods of the year and the year itself have come to in each subject.

    Three queries, two where no places are shown.
    """
    return _finals(_known(frame, found, courses, found))


def finals_in(frame: Frame, found: CoursePeriod, courses: Sequence[Course]) -> Finals:
    """Likewise for one period; the place of the year, which follows from all of them, is not told."""
    return _finals(_known(frame, [found], courses))


def final_told(frame: Frame, found: CoursePeriod, course: Course) -> ToldFinal:
    """Likewise for one subject and period, with the arithmetic of the place."""
    known = _known(frame, [found], [course]).periods.get((course.subject_id, found.period.pk), _Known())
    return ToldFinal(known.final, place_told(known.rating, known.place, known.sums))


def _finals(known: _AllKnown) -> Finals:
    return Finals({where: one.final for where, one in known.periods.items()}, known.years)


class _Known(NamedTuple):
    """The mark for the period, what the own average is made of, the place and the rule of places."""

    mark: str = ""
    own: Parts | None = None
    rating: Rating | None = None
    place: Place | None = None
    of_class: str = ""

    @property
    def sums(self) -> Sums:
        return Sums(*self.own) if self.own else NOTHING

    @property
    def final(self) -> Final:
        return Final(
            _average(*self.own) if self.own else "",
            self.mark,
            place_text(self.rating, self.place) if self.place else "",
            self.of_class,
        )


class _AllKnown(NamedTuple):
    periods: dict[Where, _Known]
    years: dict[int, YearFinal]


def _known(
    frame: Frame,
    found: Sequence[CoursePeriod],
    courses: Sequence[Course],
    of_year: Sequence[CoursePeriod] = (),
) -> _AllKnown:
    pupil, periods = frame.pupil.pk, [one.period for one in found]
    own = own_marks(frame, periods)
    yearly = yearly_of(frame, of_year, courses, own.years)
    ratings = {
        where: rule for where, rule in ratings_of(frame, found, courses).items() if where in own.periods
    }
    ranked = {period for _, period in ratings}.union(*(one.periods for one in yearly.values()))
    mates = classmates(frame, [period for period in periods if period.pk in ranked])
    parts = parts_of(pupil, periods, mates)
    of_periods = {
        where: _Known(
            own.periods.get(where, ""), parts[where].get(pupil), ratings.get(where),
            *_among(pupil, parts[where], mates.get(where[1], frozenset()), ratings.get(where)),
        )
        for where in parts.keys() | own.periods.keys()
    }  # fmt: skip
    years = {
        subject: YearFinal(**marks, place=_year_place(pupil, subject, yearly.get(subject), parts, mates))
        for subject, marks in own.years.items()
    }
    return _AllKnown(of_periods, years)


def _year_place(
    pupil: int, subject: int, yearly: Yearly | None, parts: PartsOfAll, mates: Mapping[int, frozenset[int]]
) -> str:
    if yearly is None:
        return ""
    return place_text(yearly.rating, place_of_year(pupil, subject, yearly, parts, mates))


def _among(
    pupil: int, parts: Mapping[int, Parts], mates: frozenset[int], rating: Rating | None
) -> tuple[Place | None, str]:
    """The place among the class and what the class has come to, as far as the school tells them."""
    if rating is None or pupil not in mates or pupil not in parts:
        return None, ""
    everybody = _rated(tuple([parts[mate] for mate in mates if mate in parts]), rating.min_marks)
    own = _score(*parts[pupil], rating.min_marks)
    told = class_average(own, everybody) if rating.class_average is ClassAverage.SHOWN else None
    of_class = "" if told is None else f"{told // 10},{told % 10}"
    return (None if rating.show is Show.OFF else place_of(own, everybody)), of_class


@lru_cache(maxsize=8192)
def _average(weight: int, weighted: int, count: int) -> str:
    """«4,33»; few different sums exist."""
    return display(average(Sums(weight, weighted, count)))


@lru_cache(maxsize=1024)
def _rated(sums: tuple[Parts, ...], min_marks: int) -> tuple[int, ...]:
    """The scores of a class, rising: all its families ask for the same."""
    return tuple(sorted(one for one in (_score(*parts, min_marks) for parts in sums) if one is not None))


@lru_cache(maxsize=8192)
def _score(weight: int, weighted: int, count: int, min_marks: int) -> int | None:
    """The rule of places; equal sums come again and again in a class."""
    return score(Sums(weight, weighted, count), min_marks)
