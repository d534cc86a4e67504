"""The class teacher accepts or refuses an excuse; what is accepted excuses the absences in the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal.actions.cell_facts import load
from zhurnal.journal.actions.cells import CellChange, Refused, save_cells
from zhurnal.journal.excuse_policies import excuse_role
from zhurnal.journal.excuse_words import excuse_refused, when_text
from zhurnal.journal.excusing import CODES, EXCUSABLE, excused_text
from zhurnal.journal.history import course_chain, school_chain
from zhurnal.journal.history_excuses import decided_entry
from zhurnal.journal.models import Excuse
from zhurnal.journal.permits import Permit
from zhurnal.journal.queries.excuses import unexcused_works
from zhurnal.journal.rules import LONGEST_REASON, SHORTEST_REASON, check_length
from zhurnal.school.models import Course
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhurnal.people.models import User

# security.md B7, note 5: after that the deputy head does it.
CLASS_TEACHERS_DAYS = 14


def accept_excuse(*, actor: User, excuse: Excuse) -> int:
    """Accept, and let «н» in the lessons it covers become «б» or «у»; how many did.

    Accepted before: what was entered since is excused too. Absences of closed periods stay, as they need a
    correction that two people agree on. All or nothing. Raises RefusedError: excuse_not_to_decide,
    excuse_decided, excuse_late, excuse_cell.
    """
    with transaction.atomic():
        row, role, works = _opened(actor, excuse)
        if row.decision not in {"", Excuse.Decision.ACCEPTED}:
            raise excuse_refused("excuse_decided")
        _check_days(row, role, [day for found in works.values() for _work, day in found])
        permit = Permit(role, _("{kind}, {days}").format(kind=row.get_kind_display(), days=when_text(row)))
        done = sum(
            _excused(actor, course_id, [work for work, _day in found], row, permit)
            for course_id, found in sorted(works.items())
        )
        if done or not row.decision:
            _decide(actor, row, role, Excuse.Decision.ACCEPTED, cells=done)
    return done


def refuse_excuse(*, actor: User, excuse: Excuse, reason: str) -> Excuse:
    """Leave the journal as it is, and tell the family why.

    Raises RefusedError: excuse_reason, text_too_long, excuse_not_to_decide, excuse_decided.
    """
    reason = " ".join(reason.replace("\0", "").split())
    check_length(reason, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise excuse_refused("excuse_reason", shortest=SHORTEST_REASON)
    with transaction.atomic():
        row, role, _works = _opened(actor, excuse)
        if row.decision:
            raise excuse_refused("excuse_decided")
        row.decision_reason = reason
        _decide(actor, row, role, Excuse.Decision.REFUSED)
    return row


def _opened(actor: User, excuse: Excuse) -> tuple[Excuse, Role, Mapping[int, Sequence[tuple[int, dt.date]]]]:
    """The excuse as it stands, the role of the actor, and by course the columns with an absence to excuse.

    The chains are taken before anything is read, all at once. Raises RefusedError excuse_not_to_decide.
    """
    courses = set(unexcused_works(excuse))
    ledger.lock_all([*map(course_chain, courses), school_chain(excuse.school_id)])
    row = Excuse.objects.select_related("school", "pupil").get(pk=excuse.pk)
    role = excuse_role(standing_of(actor, row.school.today()), row)
    if role is None:
        raise excuse_refused("excuse_not_to_decide")
    # An absence that came in meanwhile, in a course whose chain is not held, waits for the next time.
    return row, role, {course: found for course, found in unexcused_works(row).items() if course in courses}


def _check_days(row: Excuse, role: Role, days: Sequence[dt.date]) -> None:
    oldest = min(days, default=None)
    limit = row.school.today() - dt.timedelta(days=CLASS_TEACHERS_DAYS)
    if role == Role.CLASS_TEACHER and oldest is not None and oldest < limit:
        raise excuse_refused("excuse_late", days=CLASS_TEACHERS_DAYS, day=f"{oldest:%d.%m.%Y}")


def _excused(actor: User, course_id: int, works: Sequence[int], row: Excuse, permit: Permit) -> int:
    """Let the absences of a course become excused, by the one path through which cells change."""
    course = Course.objects.select_related("year__school", "subject").get(pk=course_id)
    today, pupil = row.school.today(), row.pupil_id
    rows = load(course, works=works, pupils={pupil}, teacher_id=actor.person_id, today=today)
    cells = [rows.cell(column, pupil) for column in rows.columns.values() if not column.closed]
    changes = [
        CellChange(
            uuid.uuid4(), pupil, cell.column.work_id, excused_text(cell, CODES[row.kind]), cell.version
        )
        for cell in cells
        if cell.absence.code in EXCUSABLE
    ]
    if not changes:
        return 0
    answers = save_cells(actor=actor, course=course, changes=changes, permit=permit)
    for answer in answers:
        if isinstance(answer, Refused):
            raise excuse_refused("excuse_cell", sentence=answer.sentence)
    return len(answers)


def _decide(actor: User, row: Excuse, role: Role, decision: Excuse.Decision, cells: int = 0) -> None:
    row.decision, row.decided_by_id, row.decided_at = decision, actor.person_id, row.school.now()
    row.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason"])
    ledger.append(
        school_chain(row.school_id), [decided_entry(row, cells)], actor_id=actor.person_id,
        actor_role=role.value, at=timezone.now(),
    )  # fmt: skip
