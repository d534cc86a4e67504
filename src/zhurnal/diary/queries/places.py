"""The pupil's place in the class, subject by subject (domain.md §1 row 9, security.md B9).

Whether a family sees one, and from how many marks there is one, the rules of the school say. Only periods that
have a mark of this pupil take part: while a period runs, its place would change with a neighbour's mark and so
tell it. Whoever has too few marks in the subject counts as not studying it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zhurnal.calc.grading.explain import explain_place
from zhurnal.calc.grading.ranking import place_range, quarter_of_list
from zhurnal.calc.grading.rules import ClassAverage, Show
from zhurnal.school.models import Enrolment
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from zhurnal.calc.grading.average import Sums
    from zhurnal.calc.grading.ranking import Place
    from zhurnal.calc.grading.rules import Rating
    from zhurnal.calc.grading.sentence import Sentence
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.marks import Course
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import StudyPeriod

_QUARTERS = (
    gettext_noop("в первой четверти списка"),
    gettext_noop("во второй четверти списка"),
    gettext_noop("в третьей четверти списка"),
    gettext_noop("в последней четверти списка"),
)


class Classmate(NamedTuple):
    """A pupil who was once in the class."""

    pupil: int
    school_class: int
    since: dt.date
    until: dt.date | None

    def is_in(self, school_class: int, day: dt.date) -> bool:
        """Whether the pupil was in the class on `day`."""
        return (
            self.school_class == school_class
            and self.since <= day
            and (self.until is None or day <= self.until)
        )


def ratings_of(
    frame: Frame, found: Iterable[CoursePeriod], courses: Sequence[Course]
) -> dict[tuple[int, int], Rating]:
    """By which rule each subject is ranked in each period, where a family sees anything of the class at all."""
    return {
        (course.subject_id, one.period.pk): rating
        for one in found
        if (span := frame.on(one.period.ends))
        for course in courses
        if course.kind == one.period.kind
        and (rating := shown_rating(frame, course.rules(one.policy_id).rating, span.school_class.grade))
    }


def shown_rating(frame: Frame, rating: Rating, grade: int) -> Rating | None:
    """The rule as it holds for the readers of the diary; None where they see nothing of the class.

    A family may have hidden its places from itself.
    """
    show = Show.OFF if frame.hides_places else rating.shown_to(grade)
    if show is Show.OFF and rating.class_average is ClassAverage.HIDDEN:
        return None
    return rating if show is rating.show else replace(rating, show=show)


def classmates(frame: Frame, periods: Iterable[StudyPeriod]) -> dict[int, frozenset[int]]:
    """Pupils of the class at the end of each period, oneself included. One query; none without periods."""
    ends = {
        period.pk: (span.school_class_id, period.ends)
        for period in periods
        if (span := frame.on(period.ends))
    }
    rows = _classmates(classes={school_class for school_class, _ in ends.values()})
    ever = [Classmate(*row) for row in rows]
    return {
        period: frozenset(mate.pupil for mate in ever if mate.is_in(*end)) for period, end in ends.items()
    }


@prepared(classes=list[int])
def _classmates(classes: list[int]) -> QuerySet[Any, Any]:
    members = Enrolment.objects.filter(school_class__in=classes)
    return members.values_list("pupil_id", "school_class_id", "valid_from", "valid_to")


def place_text(rating: Rating | None, place: Place | None) -> str:
    """«7–9-е из 28», or the quarter of the list where the school shows no more; nothing where hidden."""
    if place is None or rating is None:
        return ""
    return _place_words(place, get_language(), as_quarter=rating.show is Show.QUARTILE)


@lru_cache(maxsize=4096)
def _place_words(place: Place, _language: str | None, *, as_quarter: bool) -> str:
    """A page tells some thirty places, and a school has not many more."""
    if as_quarter:
        return _(_QUARTERS[quarter_of_list(place) - 1])
    return _("%(place)s-е из %(of)s") % {"place": place_range(place), "of": place.of}


def place_told(rating: Rating | None, place: Place | None, own: Sums) -> tuple[Sentence, ...]:
    """From what the place follows. A quarter of the list tells no numbers, here as little as anywhere."""
    if place is None or rating is None:
        return ()
    told = explain_place(own, place)
    return told[-1:] if rating.show is Show.QUARTILE else told
