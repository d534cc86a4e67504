"""Corrections that need two people: one asks, another approves or declines (security.md B7, note 2)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal import history, history_corrections
from zhurnal.journal.actions.cell_facts import load
from zhurnal.journal.actions.cells import CellChange, Conflict, Saved, save_cells
from zhurnal.journal.actions.period_marks import set_period_marks
from zhurnal.journal.actions.total_marks import TotalChange, TotalConflict, TotalSaved
from zhurnal.journal.correction_words import correction_refused
from zhurnal.journal.models import CorrectionRequest, PeriodMark
from zhurnal.journal.permits import Permit
from zhurnal.journal.queries.periods import course_periods
from zhurnal.journal.rules import LONGEST_REASON, SHORTEST_REASON, RefusedError, check_length
from zhurnal.school.models import Employment, Teaching
from zhurnal.school.models.validity import holds_on

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from zhurnal.audit.ledger import Entry
    from zhurnal.journal.actions.cells import Answer
    from zhurnal.journal.actions.total_marks import TotalAnswer
    from zhurnal.people.models import User
    from zhurnal.school.models import Course

Decision = CorrectionRequest.Decision


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: `value` as a teacher types it, in the cell of `work` or as the mark for `period`."""

    pupil: int
    value: str
    reason: str
    seen_version: int
    work: int | None = None
    period: int | None = None


class _Place(NamedTuple):
    """In which role somebody may ask about a place, and what stands there."""

    role: Role
    standing: str


def ask_correction(*, actor: User, course: Course, asked: Asked) -> CorrectionRequest:
    """Ask for a change that the actor may not make alone; nothing changes yet. Raises RefusedError.

    Who holds the lesson asks where its period is closed; a deputy of the school asks about any other's. The
    change is tried out first, so that nobody is asked to approve what cannot stand there. The course's subject
    and school are selected.
    """
    check_length(asked.reason, LONGEST_REASON)
    if len(asked.reason) < SHORTEST_REASON:
        raise correction_refused("correction_reason", shortest=SHORTEST_REASON)
    if actor.person_id is None:
        raise correction_refused("correction_not_yours")
    row = CorrectionRequest(
        course=course, work_id=asked.work, period_id=asked.period, pupil_id=asked.pupil, value=asked.value,
        seen_version=asked.seen_version, reason=asked.reason, asked_by_id=actor.person_id,
        asked_at=course.year.school.now(),
    )  # fmt: skip
    with transaction.atomic():
        ledger.lock(history.course_chain(course.pk))
        place = _place(actor, row, course.year.school.today())
        row.asked_as, row.standing = place.role, place.standing
        row.value = _tried(actor, row)
        if row.value == row.standing:
            raise correction_refused("correction_of_nothing", text=row.value)
        _open(row)
        _tell(actor, row, place.role, history_corrections.asked_entry(row))
    return row


def approve_correction(*, actor: User, correction: CorrectionRequest) -> CorrectionRequest:
    """Make the change that was asked for, in one transaction with the decision. Raises RefusedError.

    Where the change cannot be made any more, the request stays undecided.
    """
    with transaction.atomic():
        row, role = _to_decide(actor, correction)
        _make(actor, row, role, history_corrections.change_of(row.pk))
        _decide(actor, row, role, Decision.APPROVED)
    return row


def decline_correction(*, actor: User, correction: CorrectionRequest, reason: str) -> CorrectionRequest:
    """Leave everything as it is, and say why. Raises RefusedError."""
    check_length(reason, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise correction_refused("correction_decline_reason", shortest=SHORTEST_REASON)
    with transaction.atomic():
        row, role = _to_decide(actor, correction)
        row.decision_reason = reason
        _decide(actor, row, role, Decision.DECLINED)
    return row


def withdraw_correction(*, actor: User, correction: CorrectionRequest) -> CorrectionRequest:
    """Take back one's own request while it is open. Raises RefusedError."""
    with transaction.atomic():
        row = _locked(correction)
        if row.asked_by_id != actor.person_id:
            raise correction_refused("correction_not_yours")
        _decide(actor, row, Role(row.asked_as), Decision.WITHDRAWN)
    return row


def _place(actor: User, row: CorrectionRequest, today: dt.date) -> _Place:
    if row.work_id is None:
        return _place_of_total(actor, row, today)
    rows = load(
        row.course, works={row.work_id}, pupils={row.pupil_id}, teacher_id=actor.person_id, today=today
    )
    column = rows.columns.get(row.work_id)
    if column is None:
        raise RefusedError("foreign_column")
    role = _asking_role(actor, row.course, today, held=column.held, closed=column.closed)
    return _Place(role, rows.cell(column, row.pupil_id).text)


def _place_of_total(actor: User, row: CorrectionRequest, today: dt.date) -> _Place:
    found = next((one for one in course_periods(row.course) if one.period.pk == row.period_id), None)
    if found is None:
        raise RefusedError("foreign_period")
    held = Teaching.objects.filter(holds_on(today), course=row.course, teacher=actor.person_id).exists()
    role = _asking_role(actor, row.course, today, held=held, closed=found.closed)
    mark = PeriodMark.objects.filter(course=row.course, period=found.period, pupil=row.pupil_id).first()
    return _Place(role, mark.value if mark else "")


def _asking_role(actor: User, course: Course, today: dt.date, *, held: bool, closed: bool) -> Role:
    if held:
        if not closed:
            raise correction_refused("correction_not_needed")
        return Role.TEACHER
    if Role.DEPUTY in _posts(actor, course, today):
        return Role.DEPUTY
    raise correction_refused("correction_not_yours")


def _posts(actor: User, course: Course, today: dt.date) -> set[str]:
    """In which roles the actor works in the school of the course."""
    posts = Employment.objects.filter(holds_on(today), school=course.year.school_id, person=actor.person_id)
    return set(posts.values_list("role", flat=True))


def _tried(actor: User, row: CorrectionRequest) -> str:
    """What would stand there. The change is made and taken back: there is no second rule of what may be."""
    before = transaction.savepoint()
    try:
        return _make(actor, row, Role(row.asked_as), uuid.uuid4())
    except RefusedError as why:
        raise correction_refused("correction_page_stale") if why.code == "correction_stale" else why from None
    finally:
        transaction.savepoint_rollback(before)


def _make(actor: User, row: CorrectionRequest, role: Role, change_id: UUID) -> str:
    """Make the change and return what stands there. Raises RefusedError where the journal does not take it."""
    permit = Permit(role, row.reason)
    answer: Answer | TotalAnswer
    if row.period is not None:
        total = TotalChange(change_id, row.pupil_id, row.value, row.reason, row.seen_version)
        (answer,) = set_period_marks(
            actor=actor, course=row.course, period=row.period, changes=[total], permit=permit
        )
    else:
        change = CellChange(change_id, row.pupil_id, row.work_id or 0, row.value, row.seen_version)
        (answer,) = save_cells(actor=actor, course=row.course, changes=[change], permit=permit)
    if isinstance(answer, Saved | TotalSaved):
        return answer.text
    if isinstance(answer, Conflict | TotalConflict):
        raise correction_refused("correction_stale", text=answer.text)
    raise RefusedError(answer.code, answer.sentence)


def _open(row: CorrectionRequest) -> None:
    """Store a request. The locked chain of the course keeps a second one about the same place away."""
    same = CorrectionRequest.objects.filter(
        course=row.course, work=row.work_id, period=row.period_id, pupil=row.pupil_id, decision=""
    )
    if same.exists():
        raise correction_refused("correction_open")
    row.save()


def _to_decide(actor: User, correction: CorrectionRequest) -> tuple[CorrectionRequest, Role]:
    """The request, and in which role the actor decides it. Raises RefusedError where that is another's."""
    row = _locked(correction)
    posts = _posts(actor, row.course, row.course.year.school.today())
    roles = [role for role in deciding_roles(row.asked_as) if role in posts]
    if row.asked_by_id == actor.person_id or not roles:
        raise correction_refused("correction_not_to_decide")
    return row, roles[0]


def deciding_roles(asked_as: str) -> tuple[Role, ...]:
    """Who may decide about what was asked in a role: about a deputy's request only the director."""
    return (Role.DIRECTOR,) if asked_as == Role.DEPUTY else (Role.DEPUTY, Role.DIRECTOR)


def _locked(correction: CorrectionRequest) -> CorrectionRequest:
    """The request as it is while nobody else writes into its course. Raises RefusedError where it is decided."""
    ledger.lock(history.course_chain(correction.course_id))
    row = CorrectionRequest.objects.select_related("course__year__school", "course__subject").get(
        pk=correction.pk
    )
    if row.decision:
        raise correction_refused("correction_decided")
    return row


def _decide(actor: User, row: CorrectionRequest, role: Role, decision: Decision) -> None:
    row.decision, row.decided_by_id = decision, actor.person_id
    row.decided_at = row.course.year.school.now()
    row.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason"])
    _tell(actor, row, role, history_corrections.decided_entry(row))


def _tell(actor: User, row: CorrectionRequest, role: Role, entry: Entry) -> None:
    ledger.append(
        history.course_chain(row.course_id), [entry], actor_id=actor.person_id, actor_role=role.value,
        at=timezone.now(),
    )  # fmt: skip
