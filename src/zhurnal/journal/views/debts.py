"""«Долги и точки»: for which works a teacher still waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.queries.debts import debts_of
from zhurnal.school.queries import current_years

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.WRITE_JOURNAL)
def debts(request: SchoolRequest) -> HttpResponse:
    """Points and missed control works of the own courses, each with the way to its cell."""
    years = current_years(frozenset().union(*request.standing.schools_by_role.values()))
    if not years:
        raise Http404
    request.school = years[0].school
    found = debts_of(request.standing.person_id, request.school.today())
    debts = [debt for course in found for debt in course.debts]
    context = {
        "courses": found,
        "overdue": sum(debt.overdue for debt in debts),
        "waiting": sum(debt.is_point and not debt.overdue for debt in debts),
        "missed": sum(not debt.is_point for debt in debts),
    }
    return render(request, "journal/debts.html", context)
