"""The panel of a column: a page of its own, and what the grid opens over itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.columns import add_column, change_column, withdraw_column
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.views.columns.form import PREVIEW, WITHDRAW, FieldError, problem_of, read_form
from zhurnal.journal.views.columns.parts import Told, context, untouched
from zhurnal.journal.views.columns.place import find_place

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.journal.views.columns.form import ColumnForm
    from zhurnal.journal.views.columns.place import Place
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def column(request: SchoolRequest, course: int, work: int) -> HttpResponse:
    """Show a column, tell what other weights would change, change or withdraw it."""
    return _answer(request, find_place(request, course, work=work))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def new_column(request: SchoolRequest, course: int, lesson: int) -> HttpResponse:
    """Add a column to a lesson; in a coming one it is a planned work."""
    return _answer(request, find_place(request, course, lesson=lesson))


def _answer(request: SchoolRequest, place: Place) -> HttpResponse:
    if request.method != "POST":
        return _page(request, place, untouched(place))
    if not place.found.held:
        raise PermissionDenied
    form = read_form(request.POST)
    try:
        told, work = _told_first(place, form), 0
        if told is None:
            work, said = _done(request, place, form)
    except FieldError as why:
        return _page(request, place, Told(form, [why.problem]))
    except RefusedError as why:
        return _refused(request, place, form, why)
    return _page(request, place, told) if told else _saved(request, place, work, said)


def _told_first(place: Place, form: ColumnForm) -> Told | None:
    """What is told before anything is saved; None where the form knows it already, or nobody is moved."""
    if form.does == WITHDRAW:
        return None
    weights = place.weights(form.column)
    preview = place.preview(weights)
    if form.does == PREVIEW or (preview.moved and weights and form.previewed != weights.token):
        return Told(form, preview=preview, previewed=weights.token if weights else "")
    return None


def _done(request: SchoolRequest, place: Place, form: ColumnForm) -> tuple[int, str]:
    """Do what was asked: the number of the column in which the hand goes on, and what to say."""
    actor, work = request.user, place.work
    if work is None:
        return add_column(actor=actor, lesson=place.lesson, column=form.column).pk, _("Колонка добавлена.")
    if form.does == WITHDRAW:
        withdraw_column(actor=actor, work=work)
        return place.columns[0].pk, _("Колонка убрана.")
    change_column(actor=actor, work=work, seen=form.seen_column, column=form.column, reason=form.reason)
    return work.pk, _("Колонка сохранена.")


def _refused(request: SchoolRequest, place: Place, form: ColumnForm, why: RefusedError) -> HttpResponse:
    """Who has seen an older state is shown the present one; all else is shown as it was typed."""
    problems = [problem_of(why)]
    if why.code == "column_changed":
        return _page(request, place, untouched(place)._replace(problems=problems))
    return _page(request, place, Told(form, problems))


def _saved(request: SchoolRequest, place: Place, work: int, said: str) -> HttpResponse:
    """The grid asks for the number alone and opens itself anew; what is said is said there."""
    messages.success(request, said)
    if request.accepts("text/html"):
        return redirect(place.way_back)
    return JsonResponse({"column": work})


def _page(request: SchoolRequest, place: Place, told: Told) -> HttpResponse:
    today = place.course.year.school.today()
    status = UNPROCESSABLE if told.problems else 200
    return render(request, "journal/columns/page.html", context(place, told, today), status=status)
