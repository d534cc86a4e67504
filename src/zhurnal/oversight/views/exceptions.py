"""Control: what wants attention in the journals of a school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhurnal.access.gate import requires
from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.journal.policies import corrections_decidable_by
from zhurnal.oversight.queries.page import oversight_page
from zhurnal.oversight.queries.scope import Scope, scopes, window
from zhurnal.school.policies import schools_overseen_by

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest

THIS_WEEK = "week"


@require_GET
@requires(Right.SEE_OVERSIGHT)
def exceptions(request: SchoolRequest) -> HttpResponse:
    """Gaps of this week or the last fourteen days by teacher, one of them opened; too few marks by course."""
    found = scopes(schools_overseen_by(request.standing))
    if not found:
        return render(request, "oversight/no_year.html")
    scope = _chosen(found, request.GET.get("school", ""))
    this_week = request.GET.get("window") == THIS_WEEK
    days = window(scope.school.today(), this_week=this_week)
    request.school = scope.school
    context = {
        "scope": scope,
        "scopes": found,
        "this_week": this_week,
        "opened": request.GET.get("teacher", ""),
        "days": days,
        "exceptions": oversight_page(scope, days, request.standing),
        "sees_forecast": not ROLES_WITH[Right.SEE_SCHOOL_FORECAST].isdisjoint(request.standing.roles),
        "corrections": corrections_decidable_by(request.standing).count() if _decides(request) else 0,
    }
    return render(request, "oversight/exceptions.html", context)


def _decides(request: SchoolRequest) -> bool:
    return not ROLES_WITH[Right.DECIDE_CORRECTIONS].isdisjoint(request.standing.roles)


def _chosen(found: list[Scope], school: str) -> Scope:
    """The school asked for, else the first. Raises Http404 for one that is not overseen."""
    if not school:
        return found[0]
    chosen = next((scope for scope in found if str(scope.school.pk) == school), None)
    if chosen is None:
        raise Http404
    return chosen
