"""The periods of the school's year: which are closed, which may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.policies import periods_visible_to
from zhurnal.journal.queries.closings import running_years
from zhurnal.journal.totals_rules import opens_on

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_CLOSING)
def closing(request: SchoolRequest) -> HttpResponse:
    """The periods of every school that the person heads, with their state."""
    years = running_years(periods_visible_to(request.standing))
    request.school = years[0].school if len(years) == 1 else None
    return render(request, "journal/closing/periods.html", {"years": years, "opens_on": opens_on})
