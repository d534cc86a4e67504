"""A cell as its page shows it: facts, fields, history."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.calc.grading.entry import POINT, Signs
from zhurnal.journal import cell_forms
from zhurnal.journal.history_corrections import change_of
from zhurnal.journal.queries.corrections import corrections_of_cell
from zhurnal.journal.rules import LONGEST_COMMENT, LONGEST_REASON, SHORTEST_REASON
from zhurnal.journal.views import asking, grid_parts
from zhurnal.journal.views.reasons import typical_reasons
from zhurnal.ui.words import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.journal.models import CorrectionRequest
    from zhurnal.journal.queries.cell import CellPage, Change
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.school.standing import Standing


LONGEST = {"comment": LONGEST_COMMENT, "reason": LONGEST_REASON}


class ChangeView(NamedTuple):
    """One line of the history in words."""

    at: dt.datetime
    who: str
    role: str
    before: str
    after: str
    told: list[str]
    reason: str
    asked_by: str
    is_told: bool


def context_of(
    request: SchoolRequest, shown: CellPage, values: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    """All that the template shows; `values` are what was typed where it was not taken."""
    asked = corrections_of_cell(shown.column.work_id, shown.pupil.pk)
    writable = shown.held and shown.lock is None
    rules = shown.cell.column.rules
    return {
        "shown": shown,
        "course": shown.course,
        "content": shown.cell.mark.content,
        "head": grid_parts.head_of(shown.column),
        "weight": grid_parts.weight_text(shown.column.weight) or "1",
        "writable": writable,
        "fields": fields_of(rules, ordinary=shown.cell.column.is_ordinary, reason=shown.needs_reason)
        if writable
        else {},
        "values": defaultdict(str, cell_forms.values_of(shown.cell) | dict(values)),
        "errors": defaultdict(str, errors),
        "summary": [(f"cell-{name}", sentence) for name, sentence in errors.items()],
        "form_id": uuid.uuid4(),
        "seen_values": cell_forms.seen_of(shown.cell),
        "signs": grid_parts.signs(),
        "reasons": typical_reasons(),
        "longest": LONGEST,
        "part": request.GET.get("part"),
        "in_course": _may_open_course(request.standing, shown),
        "notes": [note.filled(_) for note in shown.influence.notes],
        "changes": _told(shown.changes, asked),
        "asked": asked,
        "may_ask": may_ask(request.standing, shown) and not any(not one.decision for one in asked),
        "scale": rules.scale,
    }


def may_ask(standing: Standing, shown: CellPage) -> bool:
    """Whether the reader may ask for a correction of the cell."""
    return asking.may_ask(standing, shown.course, held=shown.held, closed=shown.cell.column.closed)


def _may_open_course(standing: Standing, shown: CellPage) -> bool:
    """A substitute holds the lesson, not the course."""
    substitution = getattr(shown.lesson, "substitution", None)
    return substitution is None or substitution.teacher_id != standing.person_id


def empty_form() -> dict[str, Any]:
    """All fields of a cell, which the grid keeps for the time without a network, and the usual reasons."""
    return {
        "fields": {
            "value": True,
            "resit": True,
            "sign": True,
            "due": True,
            "handed_in": True,
            "reason": False,
        },
        "values": defaultdict(str),
        "errors": defaultdict(str),
        "longest": LONGEST,
        "shortest": SHORTEST_REASON,
        "reasons": typical_reasons(),
    }


def fields_without(rules: Rules) -> list[str]:
    """Which of all fields mean nothing under these rules."""
    return [name for name, known in fields_of(rules, ordinary=True, reason=True).items() if not known]


def fields_of(rules: Rules, *, ordinary: bool, reason: bool) -> dict[str, bool]:
    """Which fields mean anything: a subject without marks has attendance only, a second column marks only."""
    marked, signs = rules.scale.marked, rules.counting.signs
    return {
        "value": marked,
        "resit": marked and Signs.RESIT in signs,
        "sign": ordinary,
        "due": marked and Signs.POINT in signs,
        "handed_in": marked and ordinary and Signs.LATE_WORK in signs,
        "reason": reason,
    }


def _told(changes: Iterable[Change], asked: Iterable[CorrectionRequest]) -> list[ChangeView]:
    """The latest first; a change that was approved names who had asked for it."""
    askers = {str(change_of(one.pk)): one.asked_by.short_name for one in asked if one.decision == "approved"}
    views = [
        ChangeView(
            one.at, one.who, one.role, one.before, one.after, list(_details(one)), one.reason,
            askers.get(one.change_id, ""), one.told,
        )
        for one in changes
    ]  # fmt: skip
    return views[::-1]


def _details(change: Change) -> Iterator[str]:
    """What went with the mark and is new."""
    before, after = change.before_with, change.after_with
    for name, text in (("due", _("срок точки — {day}")), ("handed_in", _("работа сдана {day}"))):
        if after.get(name) and after.get(name) != before.get(name):
            yield text.format(day=day(dt.date.fromisoformat(after[name])))
    if POINT in change.after and before.get("due") and not after.get("due"):
        yield _("срок точки убран")
    comment = (after.get("comment", ""), after.get("staff_only", False))
    if comment == (before.get("comment", ""), before.get("staff_only", False)):
        return
    if not comment[0]:
        yield _("пояснение убрано")
    else:
        text = _("пояснение для педагогов: «{text}»") if comment[1] else _("пояснение: «{text}»")
        yield text.format(text=comment[0])
