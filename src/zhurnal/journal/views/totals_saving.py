"""Saving the page «Итоги»: what could not be saved, in words for its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zhurnal.journal.actions.period_marks import set_period_marks
from zhurnal.journal.actions.total_marks import TotalConflict, TotalRefused, TotalSaved
from zhurnal.journal.actions.year_marks import set_year_marks
from zhurnal.journal.sentences import moment_text, refusal
from zhurnal.journal.totals_form import mark_field
from zhurnal.journal.views.lesson_saving import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.journal.actions.total_marks import TotalAnswer
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.journal.totals_form import TotalsForm
    from zhurnal.people.models import User
    from zhurnal.school.models import Course


def save(
    actor: User, course: Course, shown: CoursePeriod | None, form: TotalsForm
) -> tuple[int, list[Problem]]:
    """Save what was written or accepted; each mark stands alone. Returns how many were saved, and what was not."""
    changes = form.changes()
    if not changes:
        return 0, []
    answers = (
        set_year_marks(actor=actor, course=course, changes=changes)
        if shown is None
        else set_period_marks(actor=actor, course=course, period=shown.period, changes=changes)
    )
    problems = [found for answer in answers if (found := _problem(answer, course))]
    return sum(isinstance(answer, TotalSaved) for answer in answers), problems


def summary(problems: Iterable[Problem], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(field, sentence) for the top of the page; what was refused to several alike is said once."""
    fields: dict[str, list[str]] = {}
    for one in problems:
        fields.setdefault(one.sentence, []).append(one.field)
    return [
        (first, sentence if others else f"{names.get(first, '')}: {sentence}")
        for sentence, (first, *others) in fields.items()
    ]


def _problem(answer: TotalAnswer, course: Course) -> Problem | None:
    name = mark_field(answer.kind, answer.pupil)
    match answer:
        case TotalRefused():
            return Problem(name, answer.sentence)
        case TotalConflict():
            return Problem(name, _clash(answer, course), answer.text)
    return None


def _clash(answer: TotalConflict, course: Course) -> str:
    if answer.at is None:
        return refusal("conflict_with_nothing")
    school = course.year.school
    local = answer.at.astimezone(ZoneInfo(school.time_zone))
    return refusal("conflict", by=answer.by, at=moment_text(local, school.today()))
