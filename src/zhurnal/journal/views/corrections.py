"""Requests for correction: what waits for the reader's decision, and what became of the own ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.journal.actions.corrections import (
    approve_correction,
    decline_correction,
    withdraw_correction,
)
from zhurnal.journal.policies import corrections_visible_to
from zhurnal.journal.queries.corrections import corrections_of
from zhurnal.journal.rules import LONGEST_REASON, RefusedError
from zhurnal.school.queries import current_years

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


class Problem(NamedTuple):
    """A request that could not be decided: why, and what was typed."""

    pk: int
    sentence: str
    reason: str
    declines: bool


@require_safe
@requires(Right.SEE_JOURNAL)
def corrections(request: SchoolRequest) -> HttpResponse:
    """The requests that the reader decides, then those that the reader has made, then the rest of the school."""
    return _page(request)


@require_POST
@requires(Right.DECIDE_CORRECTIONS)
def decision(request: SchoolRequest, correction: int) -> HttpResponse:
    """Approve or decline: `answer` says which, `reason` why it was declined."""
    asked = get_object_or_404(corrections_visible_to(request.standing), pk=correction)
    reason = " ".join(request.POST.get("reason", "").replace("\0", "").split())
    declines = request.POST.get("answer") != "approve"
    try:
        if declines:
            decline_correction(actor=request.user, correction=asked, reason=reason)
        else:
            approve_correction(actor=request.user, correction=asked)
    except RefusedError as why:
        return _page(request, Problem(asked.pk, why.sentence, reason, declines=declines))
    done = _("Просьба отклонена.") if declines else _("Исправлено: отметка стоит в журнале.")
    messages.success(request, done)
    return redirect("corrections")


@require_POST
@requires(Right.SEE_JOURNAL)
def withdrawal(request: SchoolRequest, correction: int) -> HttpResponse:
    """Take an own request back."""
    own = corrections_visible_to(request.standing).filter(asked_by=request.standing.person_id)
    asked = get_object_or_404(own, pk=correction)
    try:
        withdraw_correction(actor=request.user, correction=asked)
    except RefusedError as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("Просьба отозвана."))
    return redirect("corrections")


def _page(request: SchoolRequest, problem: Problem | None = None) -> HttpResponse:
    years = current_years(frozenset().union(*request.standing.schools_by_role.values()))
    if not years:
        raise Http404
    request.school = years[0].school
    context = {
        "found": corrections_of(request.standing),
        "problem": problem,
        "longest": LONGEST_REASON,
        "leads": not ROLES_WITH[Right.DECIDE_CORRECTIONS].isdisjoint(request.standing.roles),
    }
    return render(request, "journal/corrections.html", context, status=UNPROCESSABLE if problem else 200)
