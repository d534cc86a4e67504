"""Closing a period, and opening it again.

Whoever writes into a course takes the chain of the course first and asks then whether the period is closed. A
closing takes the chains of all courses of the period before it looks what is still open: so it waits for those
who are writing, and who comes after it finds the period closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.averages import recount
from zhurnal.journal.actions.total_marks import deputy_of
from zhurnal.journal.closing_words import open_parts
from zhurnal.journal.models import PeriodClosure
from zhurnal.journal.queries.readiness import readiness, total
from zhurnal.journal.queries.rules import version_in_force
from zhurnal.journal.rules import LONGEST_REASON, SHORTEST_REASON, RefusedError, check_length
from zhurnal.journal.sentences import day_text
from zhurnal.journal.totals_rules import opens_on
from zhurnal.school.models import Course

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.people.models import User
    from zhurnal.school.models import StudyPeriod


def close_period(
    *, actor: User, period: StudyPeriod, confirmed: bool = False, reason: str = "", day: dt.date | None = None
) -> PeriodClosure:
    """Close a period: nothing of its lessons and its marks changes any more. Raises RefusedError.

    Where something is still open it is closed only `confirmed` and with a reason. It keeps the version of the
    rules that is in force. The year and the school of the period are selected.
    """
    school = period.year.school
    today = day or school.today()
    with transaction.atomic():
        person_id = deputy_of(actor, school.pk, today)
        _keep_others_out(period)
        if _closure_of(period) is not None:
            raise RefusedError("already_closed")
        if today < opens_on(period):
            raise RefusedError("closing_too_early", day=day_text(opens_on(period)))
        policy = version_in_force(school, period.ends)
        gaps = total(readiness(period, policy.pk if policy else None, today))
        _check_open(open_parts(gaps, period, today), reason, confirmed=confirmed)
        closure = PeriodClosure.objects.create(
            period=period, policy=policy, closed_by_id=person_id, closed_at=school.now()
        )
        told = {
            "closure": closure.pk,
            "policy": closure.policy_id,
            "gaps": {k: n for k, n in gaps._asdict().items() if n},
        }
        _tell(person_id, period, history.PERIOD_CLOSED, told | ({"reason": reason} if reason else {}))
    return closure


def reopen_period(
    *, actor: User, period: StudyPeriod, reason: str, day: dt.date | None = None
) -> PeriodClosure:
    """Open a closed period again. Raises RefusedError.

    It is reckoned by the rules in force from now on: where these are others, its averages are counted anew.
    """
    school = period.year.school
    with transaction.atomic():
        person_id = deputy_of(actor, school.pk, day or school.today())
        courses = _keep_others_out(period)
        closure = _closure_of(period)
        if closure is None:
            raise RefusedError("not_closed")
        check_length(reason, LONGEST_REASON)
        if len(reason) < SHORTEST_REASON:
            raise RefusedError("reopening_reason", shortest=SHORTEST_REASON)
        closure.reopened_by_id, closure.reopened_at, closure.reason = person_id, school.now(), reason
        closure.save()
        in_force = version_in_force(school, period.ends)
        if (in_force and in_force.pk) != closure.policy_id:
            recount(period, courses)
        _tell(person_id, period, history.PERIOD_REOPENED, {"reason": reason})
    return closure


def _keep_others_out(period: StudyPeriod) -> list[int]:
    """Lock the chains of the period's courses and of the school until the transaction ends."""
    of_period = Course.objects.filter(year=period.year_id, period_kind=period.kind)
    courses = list(of_period.values_list("pk", flat=True))
    school = history.school_chain(period.year.school_id)
    ledger.lock_all([school, *map(history.course_chain, courses)])
    return courses


def _closure_of(period: StudyPeriod) -> PeriodClosure | None:
    return PeriodClosure.objects.filter(period=period, reopened_at=None).first()


def _check_open(still_open: list[str], reason: str, *, confirmed: bool) -> None:
    check_length(reason, LONGEST_REASON)
    if not still_open:
        return
    if not confirmed:
        raise RefusedError("gaps_left", gaps=", ".join(still_open))
    if len(reason) < SHORTEST_REASON:
        raise RefusedError("closing_reason", shortest=SHORTEST_REASON)


def _tell(person_id: int, period: StudyPeriod, action: str, payload: dict[str, Any]) -> None:
    entry = ledger.Entry(action, history.period_subject(period.pk), payload)
    ledger.append(
        history.school_chain(period.year.school_id), [entry], actor_id=person_id,
        actor_role=Role.DEPUTY.value, at=timezone.now(),
    )  # fmt: skip
