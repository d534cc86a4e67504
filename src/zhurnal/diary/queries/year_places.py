"""The place beside the mark for the year: by the mean of the periods' averages (domain.md §1 row 9)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.average import Sums
from zhurnal.calc.grading.ranking import place_of, year_score
from zhurnal.calc.grading.rules import Show
from zhurnal.diary.queries.places import shown_rating

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhurnal.calc.grading.ranking import Place
    from zhurnal.calc.grading.rules import Rating
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.diary.queries.sums import Parts, PartsOfAll
    from zhurnal.journal.queries.periods import CoursePeriod


class Yearly(NamedTuple):
    """A subject in which there is a place for the year: the rule of places, and the periods in their order."""

    rating: Rating
    periods: list[int]


def yearly_of(
    frame: Frame,
    found: Sequence[CoursePeriod],
    courses: Sequence[Course],
    years: Mapping[int, Mapping[str, str]],
) -> dict[int, Yearly]:
    """The subjects that have a mark for the year, where the school shows the family a place."""
    yearly = {}
    for course in courses:
        of_kind = [one for one in found if one.period.kind == course.kind]
        if not of_kind or "year" not in years.get(course.subject_id, {}):
            continue
        span = frame.on(of_kind[-1].period.ends)
        rating = span and shown_rating(
            frame, course.rules(of_kind[-1].policy_id).rating, span.school_class.grade
        )
        if rating and rating.show is not Show.OFF:
            yearly[course.subject_id] = Yearly(rating, [one.period.pk for one in of_kind])
    return yearly


def place_of_year(
    pupil: int, subject: int, one: Yearly, parts: PartsOfAll, mates: Mapping[int, frozenset[int]]
) -> Place | None:
    """The place among those who were in the class when the last period ended."""
    everybody = mates.get(one.periods[-1], frozenset())
    if pupil not in everybody:
        return None

    nothing = (0, 0, 0)
    of_periods = [parts[subject, period] for period in one.periods]
    scores = {
        mate: _score(tuple([of_period.get(mate, nothing) for of_period in of_periods]), one.rating.min_marks)
        for mate in everybody
    }
    return place_of(scores[pupil], list(scores.values()))


@lru_cache(maxsize=8192)
def _score(of_periods: tuple[Parts, ...], min_marks: int) -> int | None:
    """The rule of places for a year; the averages of a class are asked for by each of its families."""
    return year_score([Sums(*parts) for parts in of_periods], min_marks=min_marks)
