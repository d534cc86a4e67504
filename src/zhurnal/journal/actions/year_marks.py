"""Setting the marks of a year in a course: for the year, of the exam, the final one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.audit import ledger
from zhurnal.calc.grading.year import YearFacts, mean, propose_final, propose_year
from zhurnal.journal import history
from zhurnal.journal.actions.total_marks import (
    Judged,
    Place,
    TotalAnswer,
    TotalChange,
    TotalRow,
    TotalsWriting,
    refused,
    role_in,
    rows_of,
)
from zhurnal.journal.models import YearMark
from zhurnal.journal.queries.periods import CoursePeriod, course_periods
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.queries.years import PupilYear, pupil_years, pupils_decided
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.sentences import day_text
from zhurnal.journal.totals_rules import is_marked, opens_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.journal.permits import Permit
    from zhurnal.people.models import User
    from zhurnal.school.models import Course

KINDS = frozenset(kind.value for kind in YearMark.Kind)


def set_year_marks(
    *,
    actor: User,
    course: Course,
    changes: Sequence[TotalChange],
    day: dt.date | None = None,
    permit: Permit | None = None,
) -> list[TotalAnswer]:
    """Make the changes that may be made, in order, and answer each, as `set_period_marks` does for a period.

    The kind of a change is one of `YearMark.Kind`. A change builds on those before it: name the exam before
    the year, and the year before the final mark. An exam's mark is proposed by nobody and needs no reason. The
    marks stay open, also after the last period was closed, until the council has decided about the pupil.
    Nine queries at most, whatever the number of changes; conflicts cost one more.
    """
    today = day or course.year.school.today()
    with transaction.atomic():
        opened = ledger.open_chain(history.course_chain(course.pk), [change.change_id for change in changes])
        try:
            writing = _writing(actor, course, changes, opened, today, permit)
        except RefusedError as why:
            return [refused(change, why) for change in changes]
        answers = [writing.answer(change) for change in changes]
        writing.finish()
    return writing.named(answers)


def _writing(  # noqa: PLR0917 -- what a request consists of
    actor: User,
    course: Course,
    changes: Sequence[TotalChange],
    opened: ledger.Opened,
    today: dt.date,
    permit: Permit | None,
) -> _Writing:
    """Everything that decides about all changes alike. Raises RefusedError where none may be made."""
    role, periods = role_in(actor, course, today, permit), course_periods(course)
    if not periods or actor.person_id is None:
        raise RefusedError("foreign_period")
    rules = rules_of(periods[-1].policy_id, course)
    pupils = {change.pupil for change in changes}
    stored = YearMark.objects.filter(course=course, pupil__in=pupils)
    return _Writing(
        course, actor.person_id, role, opened, rows_of(stored), rules, permit, periods=periods, today=today,
        years=pupil_years(course, periods, pupils), decided=pupils_decided(course.year_id, pupils),
    )  # fmt: skip


@dataclass
class _Writing(TotalsWriting):
    """The marks of a year at work."""

    periods: list[CoursePeriod] = field(kw_only=True)
    today: dt.date = field(kw_only=True)
    years: dict[int, PupilYear] = field(kw_only=True)
    decided: set[int] = field(kw_only=True)

    action = history.YEAR_MARK_SET

    def subject(self, change: TotalChange) -> str:
        return history.year_mark_subject(self.course.pk, change.pupil, change.kind)

    def judged(self, change: TotalChange) -> Judged:
        year = self.years.get(change.pupil)
        if change.kind not in KINDS:
            raise RefusedError("broken_change")
        if year is None or not year.in_course:
            raise RefusedError("foreign_pupil")
        self._check_open(change)
        if change.kind == YearMark.Kind.EXAM:
            return Judged(None, None)
        facts = self._facts(change.pupil, year)
        if change.kind == YearMark.Kind.FINAL:
            of_year = self.outcome(YearMark.Kind.YEAR, change.pupil)
            return Judged(propose_final(of_year, facts, self.rules), None)
        marks = [mark for mark in facts.periods if isinstance(mark, int)]
        return Judged(propose_year(facts, self.rules), mean(marks) if marks else None)

    def store(self, touched: dict[Place, TotalRow], now: dt.datetime) -> None:
        rows = [
            YearMark(
                course=self.course, kind=kind, pupil_id=pupil, version=row.version, author_id=self.person_id,
                set_at=now, **row.side._asdict(),
            )
            for (kind, pupil), row in touched.items()
        ]  # fmt: skip
        YearMark.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=("course", "kind", "pupil"),
            update_fields=(*history.TotalSide._fields, "version", "author", "set_at"),
        )  # fmt: skip

    def _check_open(self, change: TotalChange) -> None:
        if not is_marked(self.course, self.rules):
            raise RefusedError("no_totals_in_subject")
        if self.permit:
            return
        opens = opens_on(self.periods[-1].period)
        if self.today < opens:
            raise RefusedError("year_too_early", day=day_text(opens))
        if change.pupil in self.decided:
            raise RefusedError("already_decided")

    def _facts(self, pupil: int, year: PupilYear) -> YearFacts:
        exam = self.outcome(YearMark.Kind.EXAM, pupil)
        return YearFacts(
            year.outcomes(self.periods, self.rules.scale), exam if isinstance(exam, int) else None
        )
