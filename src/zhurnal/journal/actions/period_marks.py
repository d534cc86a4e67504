"""Setting the marks of a period in a course."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.audit import ledger
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
from zhurnal.journal.models import PeriodMark
from zhurnal.journal.queries.periods import CoursePeriod, course_periods
from zhurnal.journal.queries.proposals import Counted, counted_in_period
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.totals_rules import PERIOD, check_open, is_marked

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.journal.permits import Permit
    from zhurnal.people.models import User
    from zhurnal.school.models import Course, StudyPeriod


def set_period_marks(
    *,
    actor: User,
    course: Course,
    period: StudyPeriod,
    changes: Sequence[TotalChange],
    day: dt.date | None = None,
    permit: Permit | None = None,
) -> list[TotalAnswer]:
    """Make the changes that may be made, in order, and answer each; one transaction, each stands alone.

    A change whose `change_id` was done before is answered as then. A stale `seen_version` is a conflict, unless
    what is typed stands there already. Beside each mark is stored what the rule proposed and which paragraph
    decided; another mark needs a reason. `day` is «today» of the school. `permit`: another person has approved
    what the actor may not do alone, and gives the reason. The course's subject and school are selected.
    Thirteen queries at most, whatever the number of changes; conflicts cost one more.
    """
    today = day or course.year.school.today()
    with transaction.atomic():
        opened = ledger.open_chain(history.course_chain(course.pk), [change.change_id for change in changes])
        try:
            writing = _writing(actor, course, period, changes, opened, today, permit)
        except RefusedError as why:
            return [refused(change, why) for change in changes]
        answers = [writing.answer(change) for change in changes]
        writing.finish()
    return writing.named(answers)


def _writing(  # noqa: PLR0917 -- what a request consists of
    actor: User,
    course: Course,
    period: StudyPeriod,
    changes: Sequence[TotalChange],
    opened: ledger.Opened,
    today: dt.date,
    permit: Permit | None,
) -> _Writing:
    """Everything that decides about all changes alike. Raises RefusedError where none may be made."""
    role = role_in(actor, course, today, permit)
    found = next((one for one in course_periods(course) if one.period.pk == period.pk), None)
    if found is None or actor.person_id is None:
        raise RefusedError("foreign_period")
    rules = rules_of(found.policy_id, course)
    pupils = {change.pupil for change in changes}
    stored = PeriodMark.objects.filter(course=course, period=period, pupil__in=pupils)
    counted = counted_in_period(found, [course], today, pupils)
    return _Writing(
        course, actor.person_id, role, opened, rows_of(stored), rules, permit, found=found, today=today,
        counted={pupil: one for (_, pupil), one in counted.items()},
    )  # fmt: skip


@dataclass
class _Writing(TotalsWriting):
    """The marks of one period at work."""

    found: CoursePeriod = field(kw_only=True)
    today: dt.date = field(kw_only=True)
    counted: dict[int, Counted] = field(kw_only=True)

    action = history.PERIOD_MARK_SET

    def subject(self, change: TotalChange) -> str:
        return history.period_mark_subject(self.course.pk, change.pupil, self.found.period.pk)

    def judged(self, change: TotalChange) -> Judged:
        if change.kind != PERIOD:
            raise RefusedError("broken_change")
        if not is_marked(self.course, self.rules):
            raise RefusedError("no_totals_in_subject")
        check_open(self.found, self.today, self.permit)
        counted = self.counted.get(change.pupil)
        if counted is None:
            raise RefusedError("not_member_in_period")
        return Judged(counted.proposal, counted.average)

    def store(self, touched: dict[Place, TotalRow], now: dt.datetime) -> None:
        rows = [
            PeriodMark(
                course=self.course, period=self.found.period, pupil_id=pupil, version=row.version,
                author_id=self.person_id, set_at=now, **row.side._asdict(),
            )
            for (_, pupil), row in touched.items()
        ]  # fmt: skip
        PeriodMark.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=("course", "period", "pupil"),
            update_fields=(*history.TotalSide._fields, "version", "author", "set_at"),
        )  # fmt: skip
