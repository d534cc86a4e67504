"""Courses with too few marks in the running period (накопляемость)."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from zhurnal.calc.grading.coverage import is_thin, marks_a_pupil, norm, share_of_norm
from zhurnal.journal.models import Average
from zhurnal.school.models import CourseMembership, Subject
from zhurnal.school.models.validity import holds_on
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from fractions import Fraction

    from zhurnal.oversight.queries.scope import Scope

_DAY = dt.timedelta(days=1)
# The first grade is taught without marks.
FIRST_MARKED_GRADE = 2


class Thin(NamedTuple):
    """A course below the norm: lessons held, pupils today, marks that a pupil has and should have."""

    course: int
    lessons: int
    pupils: int
    marks: Fraction
    expected: Fraction
    share: Fraction


def thin_courses(scope: Scope) -> list[Thin]:
    """The courses that alarm, the thinnest first. Two queries."""
    today = scope.school.today()
    held = _lessons_held(scope, today)
    found = []
    for course, pupils, marks in _marks_of_members(scope, today):
        lessons, counted = held.get(course, 0), marks or 0
        share = share_of_norm(counted, pupils, lessons)
        if share is not None and is_thin(counted, pupils, lessons):
            found.append(Thin(course, lessons, pupils, marks_a_pupil(counted, pupils), norm(lessons), share))
    return sorted(found, key=lambda one: (one.share, one.course))


def _lessons_held(scope: Scope, today: dt.date) -> dict[int, int]:
    """By course, from the beginning of its period up to yesterday."""
    in_period = [
        Q(course__period_kind=period.kind, date__range=(period.starts, min(period.ends, today - _DAY)))
        for period in scope.periods
    ]
    lessons = Lesson.objects.filter(
        reduce(or_, in_period), course__year=scope.year, cancellation__lesson=None
    )
    return dict(lessons.values_list("course").annotate(held=Count("pk")))


def _marks_of_members(scope: Scope, today: dt.date) -> list[tuple[int, int, int | None]]:
    """(course, pupils today, their marks in the period) of every course whose marks make an average.

    A pass or a behaviour is told once a period: how many marks stand there says nothing.
    """
    own = Average.objects.filter(
        course=OuterRef("course"), pupil=OuterRef("pupil"), period__in=scope.periods
    ).values("count")
    unmarked = ~Q(course__subject__scale=Subject.Scale.POLICY) | Q(
        course__school_class__isnull=False, course__school_class__grade__lt=FIRST_MARKED_GRADE
    )
    members = CourseMembership.objects.filter(holds_on(today), ~unmarked, course__year=scope.year)
    return list(
        members.annotate(own=Subquery(own))
        .values_list("course")
        .annotate(pupils=Count("pupil"), marks=Sum("own"))
    )
