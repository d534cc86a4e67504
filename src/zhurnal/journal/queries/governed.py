"""Which periods a version of the school's rules governs, and what in them depends on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from zhurnal.journal.models import PeriodClosure, PolicyVersion, Work, WorkKind
from zhurnal.journal.queries.periods import policies_in_force
from zhurnal.journal.queries.rules import in_scale, rules_of, weight_of
from zhurnal.school.models import Course, StudyPeriod
from zhurnal.school.queries import current_years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhurnal.calc.grading.policy import Policy
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.school.models import School


class Ruled(NamedTuple):
    """A course with the rules by which it is reckoned in a period now, and under other rules."""

    course: Course
    before: Rules
    after: Rules

    @property
    def is_counted_otherwise(self) -> bool:
        """Whether an average or a proposal may come out differently, weights apart."""
        return _what_counts(self.before) != _what_counts(self.after)


class Governed(NamedTuple):
    """An open period under a new version; `policy_id`: the one that governs it now, None for default rules."""

    period: StudyPeriod
    policy_id: int | None
    courses: list[Ruled]


class Reweighing(NamedTuple):
    """Works of a kind in some courses that weigh otherwise under other rules (hundredths)."""

    period: StudyPeriod
    kind_id: int
    weight: int
    courses: list[int]

    @property
    def works(self) -> QuerySet[Work]:
        """Those that do not weigh so yet. Works with a weight of their own are not among them."""
        found = _following_works(self.period, self.courses)
        return found.filter(kind=self.kind_id).exclude(weight=self.weight)


def governed_by(school: School, policy: Policy, valid_from: dt.date) -> list[Governed]:
    """The open periods that `policy` would govern as the newest version from a day on, with their courses.

    Two queries. A version governs a period whole if it holds on its last day and no later one does. Closed
    periods keep theirs.
    """
    closed = PeriodClosure.objects.filter(period=OuterRef("pk"), reopened_at=None)
    later = PolicyVersion.objects.filter(
        school=school, valid_from__gt=valid_from, valid_from__lte=OuterRef("ends")
    )
    now = Subquery(policies_in_force("year__school", "ends").values("pk")[:1])
    periods = list(
        StudyPeriod.objects.filter(~Exists(closed), ~Exists(later), year__school=school, ends__gte=valid_from)
        .annotate(now=now)
        .order_by("ends", "kind")
    )
    courses = _courses(periods)
    return [
        Governed(period, period.now, [_ruled(course, period.now, policy) for course in own])
        for period in periods
        if (own := courses[period.year_id, period.kind])
    ]


def reweighings(found: Governed, kinds: Iterable[WorkKind]) -> list[Reweighing]:
    """What works without a weight of their own would weigh otherwise in the period. One query."""
    rules, by_id = (
        {ruled.course.pk: ruled.after for ruled in found.courses},
        {kind.pk: kind for kind in kinds},
    )
    standing = _following_works(found.period, list(rules)).values_list(
        "lesson__course_id", "kind_id", "weight"
    )
    moved: dict[tuple[int, int], list[int]] = defaultdict(list)
    for course, kind, weight in standing.distinct():
        wanted = weight_of(by_id[kind], rules[course])
        if wanted != weight and course not in moved[kind, wanted]:
            moved[kind, wanted].append(course)
    return [Reweighing(found.period, *what, courses) for what, courses in moved.items() if courses]


def beginnings(school: School) -> list[StudyPeriod]:
    """Open periods of the running year by which something is taught, in their order. Two queries."""
    year = next(iter(current_years([school.pk])), None)
    closed = PeriodClosure.objects.filter(period=OuterRef("pk"), reopened_at=None)
    taught = Course.objects.filter(year=year).values("period_kind")
    found = StudyPeriod.objects.filter(~Exists(closed), year=year, kind__in=taught)
    return list(found.order_by("starts", "ends"))


def kinds_of(school: School) -> list[WorkKind]:
    """The kinds of work of the school, in its order. One query."""
    return list(WorkKind.objects.filter(school=school).order_by("position", "pk"))


def _ruled(course: Course, policy_id: int | None, policy: Policy) -> Ruled:
    subject = course.subject
    after = in_scale(policy, course.grade, subject.name, subject.scale)
    return Ruled(course, rules_of(policy_id, course), after)


def _courses(periods: Iterable[StudyPeriod]) -> dict[tuple[int, str], list[Course]]:
    found: dict[tuple[int, str], list[Course]] = defaultdict(list)
    years = {period.year_id for period in periods}
    courses = Course.objects.filter(year__in=years).select_related("subject", "school_class", "group")
    for course in courses:
        found[course.year_id, course.period_kind].append(course)
    return found


def _following_works(period: StudyPeriod, courses: list[int]) -> QuerySet[Work]:
    return Work.objects.filter(
        is_own_weight=False, lesson__course__in=courses, lesson__date__range=(period.starts, period.ends)
    )


def _what_counts(rules: Rules) -> tuple[object, ...]:
    """What decides about averages and proposals. Weights stand in the works themselves."""
    return rules.scale, rules.counting, replace(rules.period, types=(), deviation=Fraction(0))
