"""Marks for periods and years that no teacher can have set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.calc.grading.outcome import OutcomeError, outcome_text, read_outcome
from zhurnal.journal.models import PeriodMark, YearMark
from zhurnal.journal.queries.periods import policies_of_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.ops.checks.words import ddmmyyyy
from zhurnal.school.models import Course, StudyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.grading.scale import Scale

BATCH = 500


def marks_outside_scale() -> Iterator[str]:
    """Marks that are none of the scale of their course under the rules of their period. Five queries."""
    periods = {one.pk: one for one in StudyPeriod.objects.order_by("number")}
    policies = policies_of_periods(StudyPeriod.objects.all())
    courses = Course.objects.select_related("subject").in_bulk()
    of_periods = PeriodMark.objects.exclude(value="").values_list("course", "period", "value")
    for number, period, value in sorted(of_periods.distinct()):
        if not _fits(value, rules_of(policies[period], courses[number]).scale):
            yield from _told(
                PeriodMark.objects.filter(course=number, period=period, value=value), periods[period]
            )
    last = {(one.year_id, one.kind): policies[one.pk] for one in periods.values()}
    of_years = YearMark.objects.exclude(value="").values_list("course", "value").distinct()
    for number, value in sorted(of_years):
        course = courses[number]
        policy = last.get((course.year_id, course.period_kind))
        if not _fits(value, rules_of(policy, course).scale):
            yield from _told(YearMark.objects.filter(course=number, value=value), None)


def _fits(text: str, scale: Scale) -> bool:
    """Whether the text is a mark of the scale or a sign, as it is written there."""
    try:
        return scale.marked and outcome_text(read_outcome(text, scale), scale) == text
    except OutcomeError:
        return False


def _told(rows: Any, period: StudyPeriod | None) -> Iterator[str]:
    """«Иванова Мария, Алгебра, до 30.12.2025: 6»."""
    until = f", до {ddmmyyyy(period.ends)}" if period else ", год"
    names = ("pupil__surname", "pupil__given_name", "course__subject__name", "value")
    for surname, given_name, subject, value in rows.order_by("pk").values_list(*names).iterator(BATCH):
        yield f"{surname} {given_name}, {subject}{until}: {value}"
