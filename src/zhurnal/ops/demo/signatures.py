"""Signatures under the weeks of diaries: some guardians sign every week, some now and then, some never."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.family.history import signed_entry
from zhurnal.family.models import WeekSignature
from zhurnal.ops.demo.bulk import insert, write_lines
from zhurnal.ops.demo.clock import NOW, TODAY, at
from zhurnal.ops.demo.dice import dice
from zhurnal.people.models import Guardianship

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.ops.demo.registers import Registers

WEEKS = 8
# How often a guardian signs; drawn once for each.
DILIGENCE = (0.0, 0.1, 0.4, 0.8, 0.95)
# From Friday noon on, within so many minutes.
TO_FRIDAY, LONGEST_WAIT = dt.timedelta(days=4), 3600
Signed = tuple[int, dt.date, int, str, dt.datetime]


def write_signatures(registers: Registers) -> None:
    """Write them with their lines."""
    school = registers.school
    signed = sorted(_signed(registers), key=lambda row: row[4])
    names = ("school", "pupil", "monday", "guardian", "kind", "signed_at")
    insert(WeekSignature, names, [(school.pk, *row) for row in signed])
    lines = [
        (
            signed_entry(pupil, monday, guardian),
            ledger.Stamp(guardian, Role.GUARDIAN.value, moment),
        )
        for pupil, monday, guardian, _kind, moment in signed
    ]
    chain = ledger.school_chain(school.pk)
    write_lines(ledger.build_lines(chain, lines, ledger.head(chain)))


def _signed(registers: Registers) -> Iterator[Signed]:
    chance = dice("signatures", registers.school.short_name)
    this_monday = TODAY - dt.timedelta(days=TODAY.weekday())
    rows = Guardianship.objects.filter(
        pupil__enrolments__school_class__year__school=registers.school, may_sign=True, restricted_at=None
    ).distinct()
    for pupil, guardian, kind in rows.order_by("pk").values_list("pupil_id", "guardian_id", "kind"):
        share = chance.choice(DILIGENCE)
        for back in range(WEEKS, 0, -1):
            monday = this_monday - dt.timedelta(weeks=back)
            moment = at(monday + TO_FRIDAY, 12) + dt.timedelta(minutes=chance.randrange(LONGEST_WAIT))
            if chance.random() < share and moment < NOW:
                yield pupil, monday, guardian, kind, moment
