"""The marks of a course left in mid-period go with the pupil into the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.external_marks import new_row, one_line, store_new
from zhurnal.journal.actions.external_rules import (
    check_carrying,
    checked_period,
    facts_of,
    nothing_to_carry,
    rules_in,
)
from zhurnal.journal.models import ExternalMark
from zhurnal.journal.queries.carrying import counted_terms, lacking
from zhurnal.journal.queries.facts import cells_of_period

if TYPE_CHECKING:
    from zhurnal.calc.grading.counting import Term
    from zhurnal.journal.actions.external_rules import Facts
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course, StudyPeriod


@transaction.atomic
def carry_marks(
    *, actor: User, pupil: Person, from_course: Course, to_course: Course, period: StudyPeriod
) -> int:
    """Let what counts of a pupil's marks in a course left count in the new one; return how many were carried.

    Each keeps its day, weight and title; «7 «Б»» is where it comes from. Done twice, nothing is doubled, and
    what was taken back since is not brought again. A mean of two attempts is carried as two of half weight.
    Raises RefusedError: not_allowed, foreign_pupil, no_period, closed_period, not_there_in_period,
    nothing_to_carry.
    """
    ledger.lock(history.course_chain(to_course.pk))
    facts = facts_of(actor, to_course, pupil)
    found = next((one for one in facts.periods if one.period.pk == period.pk), None)
    if found is None:
        raise nothing_to_carry()
    check_carrying(facts, from_course, checked_period(facts, found))
    cells = cells_of_period(period, [from_course.pk], [pupil.pk]).get((from_course.pk, pupil.pk), [])
    counted = counted_terms(cells, rules_in(facts, found, from_course))
    return len(store_new(facts, _rows(facts, period, from_course.audience, counted)))


def _rows(facts: Facts, period: StudyPeriod, source: str, counted: list[Term]) -> list[ExternalMark]:
    there = ExternalMark.objects.filter(course=facts.course, pupil=facts.pupil, source=source, period=period)
    rows = []
    for term in lacking(counted, there.values_list("date", flat=True)):
        row = new_row(facts, period, term.cell.day)
        row.value, row.weight, row.is_control = term.value, term.weight, term.cell.is_control
        row.title, row.source = one_line(term.cell.title), source
        rows.append(row)
    return rows
