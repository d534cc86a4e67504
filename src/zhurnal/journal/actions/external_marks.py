"""Marks that a pupil brought along: from another school, a hospital, or the course left in mid-period."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.actions.external_rules import (
    BroughtMark,
    BroughtRefusedError,
    Facts,
    checked_day,
    checked_value,
    conflict,
    facts_of,
    rules_in,
)
from zhurnal.journal.history_pupils import external_entry, external_facts
from zhurnal.journal.models import ExternalMark
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.sentences import moment_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course, StudyPeriod


@transaction.atomic
def bring_marks(
    *, actor: User, course: Course, pupil: Person, marks: Sequence[BroughtMark]
) -> list[ExternalMark]:
    """Let marks count in the periods of their days, with all others. All or nothing.

    The teacher of the course, the class teacher of the pupil, the deputy head.
    Raises RefusedError: not_allowed, foreign_pupil; BroughtRefusedError for single marks: no_period,
    closed_period, future_mark, not_there_in_period, outside_scale, no_marks_in_subject, no_source,
    text_too_long, unreadable_weight, odd_column_weight.
    """
    ledger.lock(history.course_chain(course.pk))
    facts = facts_of(actor, course, pupil)
    rows: list[ExternalMark] = []
    problems: dict[int, RefusedError] = {}
    for number, mark in enumerate(marks):
        try:
            rows.append(_new(facts, mark))
        except RefusedError as refused:
            problems[number] = refused
    if problems:
        raise BroughtRefusedError(problems)
    return store_new(facts, rows)


@transaction.atomic
def change_external_mark(
    *, actor: User, mark: ExternalMark, seen_version: int, change: BroughtMark | None
) -> ExternalMark:
    """Change a mark that was brought along, or take it back (None): the row stays, without a value.

    Raises RefusedError as `bring_marks` does of a single mark, and conflict.
    """
    course, pupil = mark.course, mark.pupil
    ledger.lock(history.course_chain(course.pk))
    facts = facts_of(actor, course, pupil)
    row = ExternalMark.objects.select_related("author", "period").get(pk=mark.pk)
    if row.version != seen_version:
        school = course.year.school
        raise conflict(
            row.author.short_name,
            moment_text(row.set_at.astimezone(ZoneInfo(school.time_zone)), facts.today),
        )
    checked_day(facts, row.date)  # nothing is taken out of a closed period either
    before, period_before = external_facts(row), row.period
    if change is None:
        row.value = None
    else:
        _fill(facts, row, change)
    if external_facts(row) != before:
        _write(facts, row)
        _count({period_before, row.period}, facts)
        facts.writer.tell(course.pk, [external_entry(row, before)])
    return row


def store_new(facts: Facts, rows: Sequence[ExternalMark]) -> list[ExternalMark]:
    """Write new marks, count the averages anew, tell the ledger. The chain of the course is locked already."""
    for row in rows:
        _write(facts, row)
    if rows:
        _count({row.period for row in rows}, facts)
        facts.writer.tell(facts.course.pk, [external_entry(row, None) for row in rows])
    return list(rows)


def new_row(facts: Facts, period: StudyPeriod, day: dt.date) -> ExternalMark:
    """An empty row of a day; `store_new` gives it its place among the others of the day."""
    return ExternalMark(
        course=facts.course, pupil=facts.pupil, period=period, date=day, position=0, version=0
    )


def _new(facts: Facts, mark: BroughtMark) -> ExternalMark:
    row = new_row(facts, checked_day(facts, mark.date).period, mark.date)
    _fill(facts, row, mark)
    return row


def _fill(facts: Facts, row: ExternalMark, mark: BroughtMark) -> None:
    """Let the row say what the mark says. Raises RefusedError."""
    found = checked_day(facts, mark.date)
    row.value = checked_value(mark, rules_in(facts, found))
    row.weight, row.is_control = mark.weight, mark.is_control
    row.title, row.source = one_line(mark.title), one_line(mark.source)
    if row.date != mark.date:
        row.date, row.period, row.position = mark.date, found.period, 0


def _write(facts: Facts, row: ExternalMark) -> None:
    if not row.position:
        same_day = ExternalMark.objects.filter(course=facts.course, pupil=facts.pupil, date=row.date)
        row.position = (same_day.aggregate(last=Max("position"))["last"] or 0) + 1
    row.version += 1
    row.author_id, row.set_at = facts.writer.person_id, facts.course.year.school.now()
    row.save()


def _count(periods: Iterable[StudyPeriod], facts: Facts) -> None:
    for period in periods:
        recount(period, [facts.course.pk], [facts.pupil.pk])


def one_line(text: str) -> str:
    """A text as it is stored."""
    return " ".join(text.replace("\0", "").split())
