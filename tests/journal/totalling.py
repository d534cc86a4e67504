"""Marks for a period and a year, for the tests of this room."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from zhurnal.journal.actions.period_marks import set_period_marks
from zhurnal.journal.actions.total_marks import TotalChange
from zhurnal.journal.models import PeriodMark
from zhurnal.journal.totals_rules import PERIOD
from zhurnal.school.models import Course, School

if TYPE_CHECKING:
    from tests.cast import Cast
    from zhurnal.journal.permits import Permit
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import StudyPeriod

# Four lessons of algebra in 7 «А» of the third quarter; the last of them is held on the day of LAST_WEEK.
DAYS = ("2026-02-16", "2026-02-20", "2026-03-02", "2026-03-04")
LAST_WEEK = dt.date(2026, 3, 20)


def on(cast: Cast, day: dt.date) -> None:
    """Let the school's «today» be another day, and the courses know it."""
    School.objects.filter(pk=cast.school.pk).update(frozen_today=day)
    cast.school.frozen_today = day
    for name, course in vars(cast).items():
        if isinstance(course, Course) and name != "other_algebra":
            course.year.school.frozen_today = day


def give(cast: Cast, pupil: Person, *values: str, course: Course | None = None) -> None:
    """Put current marks, one a lesson."""
    for day, value in zip(DAYS, values, strict=False):
        cast.put(course or cast.algebra_7a, day, pupil, value)


def mark(
    pupil: Person, value: str, reason: str = "", *, seen: int = 0, change_id: int | None = None,
    kind: str = PERIOD,
) -> TotalChange:  # fmt: skip
    """What the page would send."""
    made = uuid.uuid4() if change_id is None else uuid.UUID(int=change_id)
    return TotalChange(made, pupil.pk, value, reason, seen, kind)


def set_marks(
    cast: Cast,
    *changes: TotalChange,
    actor: User | None = None,
    course: Course | None = None,
    period: StudyPeriod | None = None,
    permit: Permit | None = None,
) -> list[Any]:
    """Set marks of the third quarter in algebra of 7 «А» as its teacher, unless told otherwise."""
    return set_period_marks(
        actor=actor or cast.teacher,
        course=course or cast.algebra_7a,
        period=period or cast.quarter,
        changes=changes,
        permit=permit,
    )


def stands(cast: Cast, pupil: Person) -> tuple[str, str, str, str, int]:
    """Value, proposal, paragraph, reason and version of the mark for the third quarter."""
    row = PeriodMark.objects.get(course=cast.algebra_7a, period=cast.quarter, pupil=pupil)
    return row.value, row.proposed, row.paragraph, row.reason, row.version


def period_mark(cast: Cast, pupil: Person, quarter: int, value: str, course: Course | None = None) -> None:
    """A mark for a quarter that is over, as if it had been set in its time."""
    author = cast.teacher.person
    assert author is not None
    PeriodMark.objects.create(
        course=course or cast.algebra_7a, period=cast.quarters[quarter - 1], pupil=pupil, value=value,
        proposed=value, author=author, set_at=cast.school.now(),
    )  # fmt: skip


def quarters(cast: Cast, pupil: Person, *values: str, course: Course | None = None) -> None:
    """Marks for the first quarters of the year; an empty text leaves one out."""
    for number, value in enumerate(values, 1):
        if value:
            period_mark(cast, pupil, number, value, course)
