"""The page of one cell: what stands there with all that goes with it, what it counts, how it came to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal import cell_forms
from zhurnal.journal.actions.cells import Conflict, Refused, save_cells
from zhurnal.journal.actions.corrections import Asked
from zhurnal.journal.queries.cell import CellPage, cell_page
from zhurnal.journal.rules import LONGEST_REASON, RefusedError, check_length
from zhurnal.journal.views import asking, cell_parts
from zhurnal.journal.views.lesson_saving import clash

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.journal.actions.cells import Answer
    from zhurnal.journal.cell_forms import CellForm
    from zhurnal.journal.views.asking import NotSent
    from zhurnal.people.models import User
    from zhurnal.school.models import School
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
# Which field a refusal is about; any other is about the mark itself.
_FIELDS = {
    "reason_needed": "reason", "reason_too_short": "reason", "comment_on_nothing": "comment",
    "text_too_long": "comment", "due_before_lesson": "due", "handed_in_out_of_range": "handed_in",
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What was typed and not taken: the fields, and sentences by the field that they are about."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def cell(request: SchoolRequest, course: int, work: int, pupil: int) -> HttpResponse:
    """Show a cell, or save it. `?part=1` gives the middle of the page, for a dialog."""
    shown = _shown(request, course, work, pupil)
    if request.method != "POST":
        return _page(request, shown, Typed())
    if not shown.held:
        raise PermissionDenied
    form = cell_forms.read_form(request.POST)
    errors = _save(request.user, shown, form)
    if errors:
        return _page(request, _shown(request, course, work, pupil), Typed(form.values, errors))
    at = f"{shown.course.year.school.now():%H:%M}"
    messages.success(request, _("Сохранено в {time}.").format(time=at))
    return redirect("journal-cell", course=course, work=work, pupil=pupil)


@require_POST
@requires(Right.SEE_JOURNAL)
def ask(request: SchoolRequest, course: int, work: int, pupil: int) -> HttpResponse:
    """Ask another person to approve what may not be changed here any more."""
    shown = _shown(request, course, work, pupil)
    if not cell_parts.may_ask(request.standing, shown):
        raise PermissionDenied
    values = cell_forms.read_asked(request.POST)
    asked = Asked(pupil, values["value"], values["reason"], cell_forms.seen_version(request.POST), work=work)
    refused = asking.send(request, shown.course, asked)
    return redirect("corrections") if refused is None else _page(request, shown, Typed(), refused)


def _shown(request: SchoolRequest, course: int, work: int, pupil: int) -> CellPage:
    found = cell_page(request.standing, course, work, pupil)
    if found is None:
        raise Http404
    request.school = found.course.year.school
    return found


def _save(actor: User, shown: CellPage, form: CellForm) -> dict[str, str]:
    """Save what was typed; sentences by field where it was not."""
    try:
        change = form.change(shown.pupil.pk, shown.column.work_id)
    except ValueError:
        return {"value": _("Не сохранено: день не прочитать. Введите его как 2026-03-04.")}
    try:
        check_length(change.reason, LONGEST_REASON)
    except RefusedError as why:
        return {"reason": why.sentence}
    (answer,) = save_cells(actor=actor, course=shown.course, changes=[change])
    return _problem(answer, shown.course.year.school)


def _problem(answer: Answer, school: School) -> dict[str, str]:
    if isinstance(answer, Refused):
        return {_FIELDS.get(answer.code, "value"): answer.sentence}
    if not isinstance(answer, Conflict):
        return {}
    return {"value": clash(school, answer.by, answer.at)}


def _page(
    request: SchoolRequest, shown: CellPage, typed: Typed, refused: NotSent | None = None
) -> HttpResponse:
    template = "journal/_cell.html" if request.GET.get("part") else "journal/cell.html"
    context = cell_parts.context_of(request, shown, typed.values, typed.errors)
    asked = refused or asking.NotSent()
    context["ask_form"] = asking.form_context(asked, context["seen_values"])
    context["summary"] += asking.summary(asked)
    failed = typed.errors or asked.errors
    return render(request, template, context, status=UNPROCESSABLE if failed else 200)
