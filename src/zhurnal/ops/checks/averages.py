"""Stored averages against the marks they are made of.

The arithmetic of plain marks is the database's own and not that of `calc`; what the school's rules decide (a
re-sit, a mark beside a lesson missed, a scale without averages) is counted by the rules.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.counting import sums
from zhurnal.journal.models import Absence, Average, ExternalMark, Mark
from zhurnal.journal.queries.facts import cells_of_period
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.ops.checks.words import course_names
from zhurnal.people.models import Person
from zhurnal.school.models import Course, StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhurnal.calc.grading.counting import Cell
    from zhurnal.calc.grading.rules import Rules

# What the two halves of «5/4» weigh: small integers overflow when multiplied.
_FIRST = Cast("work__weight", IntegerField())
_SECOND = Case(
    When(second__isnull=False, then=Cast(Coalesce("work__second_weight", "work__weight"), IntegerField())),
    default=Value(0),
)
_COUNT = Case(When(work__weight__gt=0, then=Value(1)), default=Value(0)) + Case(
    When(second__isnull=False, work__second_weight__gt=0, then=Value(1)),
    When(second__isnull=False, work__second_weight=None, work__weight__gt=0, then=Value(1)),
    default=Value(0),
)
MISSED = [code for code, known in ABSENCE_CODES.items() if known.counts_as_missed]


class _Sums(NamedTuple):
    weight: int
    weighted: int
    marks: int


_NOTHING = _Sums(0, 0, 0)
_Key = tuple[int, int]  # course, pupil


def wrong_averages() -> Iterator[str]:
    """Five queries, and two for each period; four or eight more for one in which the rules decide."""
    courses = list(Course.objects.select_related("subject"))
    policies = policies_of_periods(StudyPeriod.objects.all())
    brought, ruled = _brought(), _ruled()
    for period in StudyPeriod.objects.select_related("year"):
        own = [one for one in courses if (one.year_id, one.period_kind) == (period.year_id, period.kind)]
        rules = {one.pk: rules_of(policies[period.pk], one) for one in own}
        counted = _joined(_of_marks(period), brought[period.pk])
        keys = {(one, who) for one, who, day in ruled if one in rules and period.starts <= day <= period.ends}
        counted = _by_rules(period, rules, counted, keys)
        yield from _compared(period, _stored(period), counted)


def _compared(period: StudyPeriod, stored: dict[_Key, _Sums], counted: dict[_Key, _Sums]) -> Iterator[str]:
    """«Петрова Анна, 7 «А», Алгебра, 3-я четверть: хранится 300/100 (1), по отметкам 500/100 (1)»."""
    pairs = {
        key: (stored.get(key, _NOTHING), counted.get(key, _NOTHING))
        for key in sorted(stored.keys() | counted.keys())
    }
    wrong = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
    courses = course_names(course for course, _ in wrong)
    people = Person.objects.in_bulk({pupil for _, pupil in wrong}) if wrong else {}
    for (course, pupil), (kept, found) in wrong.items():
        yield (
            f"{people[pupil].list_name}, {courses[course]}, {period.name}: хранится {_told(kept)}, "
            f"по отметкам {_told(found)}"
        )


def _stored(period: StudyPeriod) -> dict[_Key, _Sums]:
    rows = Average.objects.filter(period=period)
    return {
        (course, pupil): _Sums(*found)
        for course, pupil, *found in rows.values_list("course", "pupil", "weight", "weighted", "count")
    }


def _of_marks(period: StudyPeriod) -> dict[_Key, _Sums]:
    """What the marks of lessons that were held come to. A work of weight 0 does not count."""
    lesson = "work__lesson__"
    marks = Mark.objects.filter(**{
        "value__isnull": False, f"{lesson}course__year": period.year_id, f"{lesson}cancellation__lesson": None,
        f"{lesson}course__period_kind": period.kind, f"{lesson}date__range": (period.starts, period.ends),
    })  # fmt: skip
    rows = marks.values(f"{lesson}course_id", "pupil_id").annotate(
        total_weight=Sum(_FIRST + _SECOND),
        total_weighted=Sum(_FIRST * F("value") + _SECOND * Coalesce("second", 0)),
        total_count=Sum(_COUNT),
    )
    return {
        (course, pupil): _Sums(*found)
        for course, pupil, *found in rows.values_list(
            f"{lesson}course_id", "pupil_id", "total_weight", "total_weighted", "total_count"
        )
    }


def _brought() -> dict[int, dict[_Key, _Sums]]:
    """What the marks that pupils brought along come to, by period."""
    found: dict[int, dict[_Key, _Sums]] = defaultdict(dict)
    rows = ExternalMark.objects.filter(value__isnull=False, weight__gt=0)
    weight = Cast("weight", IntegerField())
    added = rows.values("period_id", "course_id", "pupil_id").annotate(
        total_weight=Sum(weight), total_weighted=Sum(weight * F("value")), total_count=Count("pk")
    )
    for period, course, pupil, *three in added.values_list(
        "period_id", "course_id", "pupil_id", "total_weight", "total_weighted", "total_count"
    ):
        found[period][course, pupil] = _Sums(*three)
    return found


def _ruled() -> list[tuple[int, int, dt.date]]:
    """Course, pupil and day of marks about which the rules decide: sat again, or beside a lesson missed."""
    again = Mark.objects.filter(resit__isnull=False)
    missed = Absence.objects.filter(
        code__in=MISSED, lesson__works__position=1, lesson__works__marks__pupil=F("pupil"),
        lesson__works__marks__value__isnull=False,
    )  # fmt: skip
    return [
        *again.values_list("work__lesson__course_id", "pupil_id", "work__lesson__date"),
        *missed.values_list("lesson__course_id", "pupil_id", "lesson__date"),
    ]


def _by_rules(
    period: StudyPeriod, rules: dict[int, Rules], counted: dict[_Key, _Sums], keys: set[_Key]
) -> dict[_Key, _Sums]:
    """Count by the rules what is no plain sum: these pupils, and courses with a scale or absences of their own."""
    odd = {course for course, own in rules.items() if own.counting.absences or not own.scale.averaged}
    cells = cells_of_period(period, odd) if odd else {}
    if keys:
        wanted = cells_of_period(period, {course for course, _ in keys}, {pupil for _, pupil in keys})
        cells |= {key: wanted.get(key, []) for key in keys}
    plain = {key: found for key, found in counted.items() if key[0] not in odd}
    return plain | {key: _counted(own, rules[key[0]]) for key, own in cells.items()}


def _counted(cells: Iterable[Cell], rules: Rules) -> _Sums:
    found = sums(cells, rules, dt.date.min)
    return _Sums(found.weight, found.weighted, found.count)


def _joined(one: dict[_Key, _Sums], other: dict[_Key, _Sums]) -> dict[_Key, _Sums]:
    return {key: _plus(one.get(key, _NOTHING), other.get(key, _NOTHING)) for key in one.keys() | other.keys()}


def _plus(one: _Sums, other: _Sums) -> _Sums:
    return _Sums(one.weight + other.weight, one.weighted + other.weighted, one.marks + other.marks)


def _told(found: _Sums) -> str:
    return f"{found.weighted}/{found.weight} ({found.marks})"
