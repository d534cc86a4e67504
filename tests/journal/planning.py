"""Plans for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.actions.plan_facts import row_of, topics_of
from zhurnal.journal.actions.plans import replace_plan
from zhurnal.journal.plan_rows import PlanRow, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.cast import Cast
    from zhurnal.journal.actions.plans import Replaced
    from zhurnal.people.models import User
    from zhurnal.school.models import Course


def rows_of(course: Course) -> list[PlanRow]:
    return [row_of(topic) for topic in topics_of(course.pk)]


def texts(course: Course) -> list[str]:
    return [row.text for row in rows_of(course)]


def seen(course: Course) -> str:
    """The state that a page opened now would show."""
    return state_of(rows_of(course))


def set_plan(
    cast: Cast, rows: Iterable[PlanRow | str], *, course: Course | None = None, actor: User | None = None,
    taught_in_order: bool = False,
) -> Replaced:  # fmt: skip
    """Give algebra of 7 «А» a plan as its teacher, unless told otherwise."""
    chosen = course or cast.algebra_7a
    given = [row if isinstance(row, PlanRow) else PlanRow(row) for row in rows]
    return replace_plan(
        actor=actor or cast.teacher, course=chosen, rows=given, seen=seen(chosen),
        taught_in_order=taught_in_order,
    )  # fmt: skip
