"""How the ledger tells of plans and of files that go with homework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhurnal.audit.ledger import Entry
from zhurnal.journal.history import lesson_subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.journal.models import HomeworkFile
    from zhurnal.journal.plan_rows import PlanRow

PLAN_SET = "plan.set"
FILE_ADDED = "homework.file_added"
FILE_WITHDRAWN = "homework.file_withdrawn"


def plan_subject(course_id: int) -> str:
    """The plan of a course."""
    return f"plan:{course_id}"


def told(rows: Iterable[PlanRow]) -> list[list[str]]:
    """Rows as a line tells them: text, section, homework, control work."""
    return [list(row) for row in rows]


def plan_entry(course_id: int, did: str, *, state: str, **facts: Any) -> Entry:
    """A plan changed; `state` names the whole of it after the change.

    `did`: «replace» with all rows before and after; «insert», «edit», «delete» and «move» with the number, and the
    row on either side.
    """
    return Entry(PLAN_SET, plan_subject(course_id), {"did": did, "state": state} | facts)


def file_entry(action: str, file: HomeworkFile, lesson_id: int) -> Entry:
    """A file came to the homework of a lesson, or was withdrawn."""
    facts = {"file": file.pk, "name": file.name, "size": file.size, "sha256": file.sha256}
    return Entry(action, lesson_subject(lesson_id), facts)
