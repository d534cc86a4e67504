"""The state of the installation, for its administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.access.roles import Role
from zhurnal.ops import queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_GET
@requires(Right.SEE_INSTALLATION)
def installation(request: SchoolRequest) -> HttpResponse:
    """Versions, sizes, counts and warnings. An administrator sees the numbers of the own schools only."""
    state = queries.installation(request.standing.schools(Role.ADMIN))
    school = request.school = state.schools[0].school
    last = state.last_line
    context = {
        "state": state,
        "size": queries.size_text(state.database.size),
        "free": queries.size_text(state.database.free),
        "last_at": last.at.astimezone(ZoneInfo(school.time_zone)) if last else None,
    }
    return render(request, "ops/installation.html", context)
