"""Asking for corrections, for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import YEAR_STARTS
from zhurnal.access.roles import Role
from zhurnal.journal.actions.corrections import Asked, ask_correction
from zhurnal.journal.models import CorrectionRequest, PeriodClosure, PeriodMark
from zhurnal.school.models import Employment

if TYPE_CHECKING:
    from tests.cast import Cast
    from zhurnal.journal.models import Work
    from zhurnal.people.models import User
    from zhurnal.school.models import StudyPeriod

DAY = "2026-02-16"
REASON, NO = "ошибка при переносе", "работа не подтверждает"


def closed_cell(cast: Cast) -> Work:
    """A column in which «4» stands, in a period that has been closed since."""
    cast.put(cast.algebra_7a, DAY, cast.child, "4")
    deputy = cast.deputy.person
    assert deputy is not None
    PeriodClosure.objects.create(period=cast.quarter, closed_by=deputy, closed_at=cast.school.now())
    return cast.column(cast.algebra_7a, DAY)


def ask(cast: Cast, column: Work, value: str = "5", **other: Any) -> CorrectionRequest:
    """The teacher asks for «5» in the child's cell, unless told otherwise."""
    given: dict[str, Any] = {"actor": cast.teacher, "reason": REASON, "seen": 1, "pupil": cast.child} | other
    asked = Asked(given["pupil"].pk, value, given["reason"], given["seen"], work=column.pk)
    return ask_correction(actor=given["actor"], course=cast.algebra_7a, asked=asked)


def closed_total(cast: Cast) -> StudyPeriod:
    """The second quarter, which is closed, with «4» for the child."""
    quarter, teacher = cast.quarters[1], cast.teacher.person
    assert teacher is not None
    PeriodMark.objects.create(
        course=cast.algebra_7a, period=quarter, pupil=cast.child, value="4", author=teacher,
        set_at=cast.school.now(),
    )  # fmt: skip
    return quarter


def ask_total(cast: Cast, quarter: StudyPeriod, value: str = "5", seen: int = 1) -> CorrectionRequest:
    """The teacher asks for another mark for a period."""
    asked = Asked(cast.child.pk, value, REASON, seen, period=quarter.pk)
    return ask_correction(actor=cast.teacher, course=cast.algebra_7a, asked=asked)


def another_deputy(cast: Cast) -> User:
    """A colleague who is a deputy too."""
    person = cast.colleague.person
    assert person is not None
    Employment.objects.create(school=cast.school, person=person, role=Role.DEPUTY, valid_from=YEAR_STARTS)
    return cast.colleague
