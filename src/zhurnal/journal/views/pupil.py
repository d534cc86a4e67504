"""«По одному ученику»: the marks of one pupil in a course and period, in plain fields.

The accessible other form of the grid: the same cells, the same rules, no script.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import forms
from zhurnal.journal.queries.courses import course_to_show
from zhurnal.journal.queries.grid import grid
from zhurnal.journal.queries.periods import CoursePeriod, course_periods, period_shown
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.views import grid_parts, lesson_saving
from zhurnal.journal.views.average import wanted_period
from zhurnal.journal.views.lesson import Typed
from zhurnal.journal.views.reasons import reason_sentence, typical_reasons

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.journal.queries.grid import CellView, Column, Row
    from zhurnal.journal.views.grid_parts import Head
    from zhurnal.journal.views.lesson_saving import Problem
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


class Line(NamedTuple):
    """A column with the pupil's cell; `why_not` says why nothing is written in it, or nothing."""

    head: Head
    cell: CellView
    name: str
    why_not: str
    problem: Problem | None


@dataclass(frozen=True)
class Shown:
    """A pupil's row of a period, and the neighbours in the list. `editable`: the reader may write."""

    course: Course
    periods: list[CoursePeriod]
    period: CoursePeriod
    row: Row
    columns: list[Column]
    before: Row | None
    after: Row | None
    editable: bool
    held: bool


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def pupil(request: SchoolRequest, course: int, pupil: int) -> HttpResponse:
    """Show the row of a pupil, or save it: what could be saved is saved, the rest comes back with the reasons."""
    shown = _shown(request, course, pupil)
    if request.method != "POST":
        return _page(request, shown, Typed())
    if not shown.held:
        raise PermissionDenied
    form = forms.read_form(request.POST)
    problems = lesson_saving.save_marks(request.user, shown.course, form, pupil)
    if problems:
        typed = Typed(form.values, {one.field: one for one in problems})
        return _page(request, _shown(request, course, pupil), typed)
    at = f"{shown.course.year.school.now():%H:%M}"
    messages.success(request, _("Сохранено в {time}.").format(time=at))
    return redirect(_address(shown, pupil))


def _shown(request: SchoolRequest, course: int, pupil: int) -> Shown:
    found = course_to_show(request.standing, course)
    if found is None:
        raise Http404
    shown, held = found
    request.school = shown.year.school
    periods = course_periods(shown)
    period = period_shown(periods, request.school.today(), wanted_period(request))
    if period is None:
        raise Http404
    sheet = grid(shown, period.period, request.school.today(), rules_of(period.policy_id, shown).scale.code)
    at = next((at for at, row in enumerate(sheet.rows) if row.pupil_id == pupil), None)
    if at is None:
        raise Http404
    before, after = sheet.rows[:at][-1:], sheet.rows[at + 1 :][:1]
    return Shown(
        shown, periods, period, sheet.rows[at], sheet.columns, before[0] if before else None,
        after[0] if after else None, held and not period.closed, held,
    )  # fmt: skip


def _page(request: SchoolRequest, shown: Shown, typed: Typed) -> HttpResponse:
    rules = rules_of(shown.period.policy_id, shown.course)
    context: dict[str, Any] = {
        "shown": shown,
        "course": shown.course,
        "lines": _lines(shown, typed),
        "typed": typed,
        "summary": _summary(typed),
        "address": _address(shown, shown.row.pupil_id),
        "tabs": _tabs(shown),
        "form_id": uuid.uuid4(),
        "seen_values": json.dumps(forms.seen_cells(shown.columns, [shown.row]), ensure_ascii=False),
        "scale": rules.scale,
        "signs": grid_parts.signs(),
        "written": grid_parts.ways_of_writing(rules),
        "reasons": typical_reasons(),
    }
    return render(request, "journal/pupil.html", context, status=UNPROCESSABLE if typed.problems else 200)


def _lines(shown: Shown, typed: Typed) -> list[Line]:
    """The columns up to today in which the pupil was there, the latest lesson first."""
    lines = []
    for column, cell in zip(shown.columns, shown.row.cells, strict=True):
        if cell is None or column.future:
            continue
        name = forms.cell_field(shown.row.pupil_id, column.work_id)
        why_not = _("урок отменён") if column.cancelled else "" if shown.editable else _("для чтения")
        lines.append(Line(grid_parts.head_of(column), cell, name, why_not, typed.problems.get(name)))
    return lines[::-1]


def _summary(typed: Typed) -> list[tuple[str, str]]:
    reasons = [one for one in typed.problems.values() if one.wants_reason]
    others = [(one.field, one.sentence) for one in typed.problems.values() if not one.wants_reason]
    return [*([("reason", reason_sentence(reasons))] if reasons else []), *others]


def _tabs(shown: Shown) -> list[dict[str, Any]]:
    address = reverse("journal-pupil", kwargs={"course": shown.course.pk, "pupil": shown.row.pupil_id})
    return [
        {
            "label": one.period.name,
            "href": f"{address}?period={one.period.pk}",
            "current": one == shown.period,
        }
        for one in shown.periods
    ]


def _address(shown: Shown, pupil: int) -> str:
    address = reverse("journal-pupil", kwargs={"course": shown.course.pk, "pupil": pupil})
    return f"{address}?period={shown.period.period.pk}"
