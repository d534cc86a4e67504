"""Saving cells: what the grid and the lesson sheet call with every key press."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from zhurnal.access.gate import policed
from zhurnal.access.rights import Right
from zhurnal.journal import wire
from zhurnal.journal.actions.cells import CellChange, save_cells
from zhurnal.journal.policies import journals_visible_to
from zhurnal.journal.queries.courses import course_to_write
from zhurnal.journal.sentences import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest

RETRY_AFTER = 2  # seconds


@require_POST
@policed(Right.WRITE_JOURNAL)
def cells(request: SchoolRequest, course: int) -> HttpResponse:
    """Save the changes of cells that a JSON body lists; docs/contract.md tells its form."""
    found = course_to_write(request.user.person_id or 0, course)
    if found is None:
        return _not_writable(request, course)
    try:
        changes = _changes(request)
        return _json({"changes": _answers(request, found, changes)})
    except wire.UnreadableError as problem:
        return _json(problem.answer, problem.status)
    except OperationalError:
        # The database is busy: nothing is saved, and the same changes may be sent again.
        response = _json({"code": "busy", "sentence": refusal("busy")}, 503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


def _changes(request: SchoolRequest) -> list[CellChange | wire.Broken]:
    if request.content_type != "application/json":
        raise wire.UnreadableError(415, "not_json")
    try:
        return wire.read(request.body)
    except RequestDataTooBig:
        raise wire.UnreadableError(413, "too_much") from None


def _answers(
    request: SchoolRequest, course: Course, changes: Sequence[CellChange | wire.Broken]
) -> list[dict[str, object]]:
    readable = [change for change in changes if isinstance(change, CellChange)]
    saved = iter(save_cells(actor=request.user, course=course, changes=readable) if readable else ())
    answers = [change if isinstance(change, wire.Broken) else next(saved) for change in changes]
    return [wire.show(answer, course.year.school) for answer in answers]


def _not_writable(request: SchoolRequest, course: int) -> HttpResponse:
    """Somebody else's course: 403 for those who may see it, 404 for all others."""
    visible = journals_visible_to(request.standing).filter(pk=course).exists()
    code, status = ("not_your_course", 403) if visible else ("no_such_course", 404)
    return _json({"code": code, "sentence": refusal(code)}, status)


def _json(answer: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Compact, and Cyrillic as it is: half the size of `JsonResponse`."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json", status=status)
