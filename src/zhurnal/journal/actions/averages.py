"""Averages counted anew from the cells, where lessons, rules or what pupils brought along have changed.

Saving a cell carries its difference into the average; what changes many cells at once, or none of them but
what counts, counts anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.grading.average import NOTHING, Sums
from zhurnal.calc.grading.counting import sums
from zhurnal.journal.actions.cell_rows import BEFORE_ALL_DAYS
from zhurnal.journal.models import Average
from zhurnal.journal.queries.facts import cells_of_period
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.school.models import Course, StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from zhurnal.calc.grading.rules import Rules

Key = tuple[int, int]  # course, pupil


def recount(
    period: StudyPeriod,
    course_ids: Collection[int],
    pupil_ids: Collection[int] | None = None,
    rules: Mapping[int, Rules] | None = None,
) -> int:
    """Store the averages of courses in a period as their cells have them; return how many have changed.

    Without `pupil_ids`, those of everybody. Only inside the transaction of the change, and with the chains of
    the courses locked: nobody else may write into them meanwhile. Seven queries and a write, whatever the
    size. Counted by `rules`, by course; without them by the rules with which the period was closed, or those in
    force at its end. As on no day: only an action turns a point into a mark.
    """
    rules = _rules(period, course_ids) if rules is None else rules
    cells = cells_of_period(period, course_ids, pupil_ids)
    counted = {key: sums(own, rules[key[0]], BEFORE_ALL_DAYS) for key, own in cells.items()}
    stored = _stored(period, course_ids, pupil_ids)
    changed = {
        key: counted.get(key, NOTHING)
        for key in counted.keys() | stored.keys()
        if counted.get(key, NOTHING) != stored.get(key, NOTHING)
    }
    _store(period, changed)
    return len(changed)


def _rules(period: StudyPeriod, course_ids: Collection[int]) -> dict[int, Rules]:
    policy_id = policies_of_periods(StudyPeriod.objects.filter(pk=period.pk))[period.pk]
    courses = Course.objects.filter(pk__in=course_ids).select_related("subject")
    return {course.pk: rules_of(policy_id, course) for course in courses}


def _stored(
    period: StudyPeriod, course_ids: Collection[int], pupil_ids: Collection[int] | None
) -> dict[Key, Sums]:
    rows = Average.objects.filter(period=period, course__in=course_ids)
    if pupil_ids is not None:
        rows = rows.filter(pupil__in=pupil_ids)
    return {
        (course, pupil): Sums(*found)
        for course, pupil, *found in rows.values_list("course", "pupil", "weight", "weighted", "count")
    }


def _store(period: StudyPeriod, changed: dict[Key, Sums]) -> None:
    rows = [
        Average(
            course_id=course, period=period, pupil_id=pupil,
            weight=found.weight, weighted=found.weighted, count=found.count,
        )
        for (course, pupil), found in changed.items()
    ]  # fmt: skip
    if rows:
        Average.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=("course", "period", "pupil"),
            update_fields=("weight", "weighted", "count"),
        )  # fmt: skip
