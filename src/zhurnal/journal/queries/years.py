"""What the mark for a year is made of: the marks of its periods, in whatever course of the subject they stand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from zhurnal.journal.models import PeriodMark, YearDecision
from zhurnal.journal.totals_rules import stored_outcome
from zhurnal.school.models import CourseMembership

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zhurnal.calc.grading.outcome import Outcome
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import Course

Span = tuple[dt.date, dt.date | None]


@dataclass(frozen=True, slots=True)
class PupilYear:
    """A pupil's year in a subject: the texts of the periods by their number, empty where nothing is set.

    `in_course`: taught in this very course at some time. `taught_in`: periods in which the pupil was taught the
    subject here at all.
    """

    marks: dict[int, str] = field(default_factory=dict)
    taught_in: frozenset[int] = frozenset()
    in_course: bool = False

    def outcomes(self, periods: Sequence[CoursePeriod], scale: Scale) -> tuple[Outcome, ...]:
        """The periods as `propose_year` reads them.

        A period before the pupil came, or after the pupil left, is no part of the year unless a mark stands there.
        """
        return tuple(
            stored_outcome(self.marks.get(one.period.pk, ""), scale)
            for one in periods
            if self.marks.get(one.period.pk) or one.period.pk in self.taught_in
        )


def pupil_years(
    course: Course, periods: Sequence[CoursePeriod], pupils: Collection[int] | None = None
) -> dict[int, PupilYear]:
    """The years of the pupils of a course, by pupil. Two queries.

    Who changed the class or the group has marks in several courses of the subject: where one period has two,
    this course's goes before.
    """
    members = CourseMembership.objects.filter(_same_subject(course, pupils))
    spans: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for where, pupil, starts, ends in members.values_list("course_id", "pupil_id", "valid_from", "valid_to"):
        spans[pupil].append((where, (starts, ends)))
    marks = marks_in_subject(course, periods, pupils)
    return {
        pupil: PupilYear(
            marks.get(pupil, {}),
            frozenset(one.period.pk for one in periods if any(_meets(one, span) for _, span in own)),
            any(where == course.pk for where, _ in own),
        )
        for pupil, own in spans.items()
    }


def pupils_decided(year_id: int, pupils: Collection[int]) -> set[int]:
    """About whom the council has decided for good: «переведён условно» leaves the year's marks open. One query."""
    final = YearDecision.objects.filter(year=year_id, pupil__in=pupils).exclude(
        kind__in=("", YearDecision.Kind.CONDITIONAL)
    )
    return set(final.values_list("pupil_id", flat=True))


def marks_in_subject(
    course: Course, periods: Sequence[CoursePeriod], pupils: Collection[int] | None = None
) -> dict[int, dict[int, str]]:
    """By pupil and period what stands in the subject, in this course before others. One query."""
    rows = PeriodMark.objects.filter(
        _same_subject(course, pupils), period__in=[one.period.pk for one in periods], value__gt=""
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for where, pupil, period, value in rows.order_by("set_at", "pk").values_list(
        "course_id", "pupil_id", "period_id", "value"
    ):
        if where == course.pk or period not in found[pupil]:
            found[pupil][period] = value
    return found


def _same_subject(course: Course, pupils: Collection[int] | None) -> Q:
    found = Q(course__year=course.year_id, course__subject=course.subject_id)
    return found if pupils is None else found & Q(pupil__in=pupils)


def _meets(found: CoursePeriod, span: Span) -> bool:
    starts, ends = span
    return starts <= found.period.ends and (ends is None or found.period.starts <= ends)
