"""Typing into cells, for the tests of this room."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from zhurnal.audit.models import Line
from zhurnal.journal.actions.cells import CellChange, save_cells
from zhurnal.journal.models import Absence, Average, Mark
from zhurnal.journal.queries.grid import EMPTY, cells_of, columns_of_lesson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.cast import Cast
    from zhurnal.journal.models import Work
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course

DAY = "2026-03-04"


def change(
    pupil: Person, column: Work, value: str, seen: int = 0, change_id: int | None = None
) -> CellChange:
    """What the grid would send."""
    made = uuid.uuid4() if change_id is None else uuid.UUID(int=change_id)
    return CellChange(made, pupil.pk, column.pk, value, seen)


def save(
    cast: Cast, *changes: CellChange, actor: User | None = None, course: Course | None = None
) -> list[Any]:
    """Save in algebra of 7 «А» as its teacher, unless told otherwise; a test knows which answers come."""
    return save_cells(actor=actor or cast.teacher, course=course or cast.algebra_7a, changes=changes)


def standing(cast: Cast, column: Work, pupil: Person) -> tuple[str, int]:
    """Text and version of a cell as the database has it."""
    columns = columns_of_lesson(column.lesson_id, cast.school.today())
    cell = cells_of(columns).get(pupil.pk, {}).get(column.pk, EMPTY)
    return cell.text, cell.version


def codes(answers: Iterable[Any]) -> list[str]:
    """«saved», «conflict», or the code of the refusal, for each answer."""
    return [getattr(answer, "code", type(answer).__name__.lower()) for answer in answers]


def nothing_is_written() -> bool:
    """Whether tables and ledger are as empty as before."""
    tables = (Mark, Absence, Average, Line)
    return not any(table.objects.exists() for table in tables)
