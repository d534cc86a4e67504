"""What families said about absences: for children who were ill a message each, in every state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal.history import school_chain
from zhurnal.journal.history_excuses import decided_entry, made_entry
from zhurnal.journal.models import Absence, Excuse
from zhurnal.ops.demo.clock import DAY, TODAY, at
from zhurnal.people.models import Guardianship
from zhurnal.school.models import ClassTeacher, SchoolCard

if TYPE_CHECKING:
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.people.models import Person

# How far back families are heard: the older messages are nobody's affair any more.
HEARD = 21 * DAY
_KINDS = {"б": Excuse.Kind.ILLNESS, "у": Excuse.Kind.FAMILY}
_REASON = "Ребёнок был на уроках, проверьте день"
# For whom of a class something is said about tomorrow, and what becomes of it.
_COMING = (
    ("", 1),
    (Excuse.Decision.ACCEPTED, 3),
    (Excuse.Decision.REFUSED, 5),
    (Excuse.Decision.WITHDRAWN, 7),
)


def write_excuses(registers: Registers) -> None:
    """Write them after the journal: what was excused there had been announced and accepted."""
    school = registers.school
    guardians = {
        one.pupil_id: one.guardian
        for one in Guardianship.objects.filter(pupil__enrolments__school_class__year__school=school)
        .select_related("guardian").order_by("-pk")
    }  # fmt: skip
    for lead in ClassTeacher.objects.filter(school_class__year__school=school).select_related("teacher"):
        _class_excuses(registers, lead, guardians)
    SchoolCard.objects.create(
        school=school, address="г. Кировск, ул. Школьная, д. 1", phone="8 (81362) 0-00-00",
        email="school@example.org", site="https://school.example.org",
        hours="Приём родителей: среда, 15:00–18:00", about="Вход с ул. Школьной. Справки выдаёт канцелярия.",
    )  # fmt: skip


def _class_excuses(registers: Registers, lead: ClassTeacher, guardians: dict[int, Person]) -> None:
    pupils = list(lead.school_class.enrolments.filter(valid_to=None).order_by("pupil__sort_key", "pupil_id"))
    missed = Absence.objects.filter(
        pupil__in=[one.pupil_id for one in pupils], code__in=_KINDS, lesson__date__gte=TODAY - HEARD
    ).order_by("pupil", "lesson__date")
    days: dict[tuple[int, str], list[dt.date]] = {}
    for pupil, code, day in missed.values_list("pupil_id", "code", "lesson__date").distinct():
        days.setdefault((pupil, code), []).append(day)
    for (pupil, code), those in sorted(days.items()):
        if pupil in guardians:
            _write(registers, lead, guardians[pupil], pupil, Excuse(
                kind=_KINDS[code], first=min(those), last=max(those), decision=Excuse.Decision.ACCEPTED
            ))  # fmt: skip
    coming = TODAY + DAY
    for decision, place in _COMING:
        pupil = pupils[place].pupil_id if place < len(pupils) else 0
        if pupil in guardians:
            _write(registers, lead, guardians[pupil], pupil, Excuse(
                kind=Excuse.Kind.DOCTOR, first=coming, last=coming, first_lesson=1, last_lesson=3,
                text="К врачу на плановый осмотр", decision=decision,
            ))  # fmt: skip


def _write(registers: Registers, lead: ClassTeacher, guardian: Person, pupil: int, row: Excuse) -> None:
    made_at = at(min(row.first, TODAY), 7, 40)
    row.school, row.pupil_id, row.author = registers.school, pupil, guardian
    row.author_role, row.made_at = Role.GUARDIAN, made_at
    own = row.decision == Excuse.Decision.WITHDRAWN
    decider, role = (guardian, Role.GUARDIAN) if own else (lead.teacher, Role.CLASS_TEACHER)
    if row.decision:
        row.decided_by, row.decided_at = decider, made_at + dt.timedelta(minutes=25)
        row.decision_reason = _REASON if row.decision == Excuse.Decision.REFUSED else ""
    row.save()
    chain = school_chain(registers.school.pk)
    ledger.append(chain, [made_entry(row)], actor_id=guardian.pk, actor_role=Role.GUARDIAN.value, at=made_at)
    if row.decided_at is not None:
        ledger.append(
            chain, [decided_entry(row)], actor_id=decider.pk, actor_role=role.value, at=row.decided_at
        )
