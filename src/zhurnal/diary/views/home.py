"""The entrance of the diary: leads everybody to the first page that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.diary.queries.frame import first_pupil
from zhurnal.diary.views.pages import current_week

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_DIARY)
def home(request: SchoolRequest) -> HttpResponse:
    """This week of the own diary or of the first child's; staff go to their classes."""
    frame = first_pupil(request.standing)
    if frame is not None:
        week = current_week(frame.school.today())
        return redirect("diary-week", frame.pupil.pk, str(week))
    if not ROLES_WITH[Right.SEE_CLASS].isdisjoint(request.standing.roles):
        return redirect("classes")
    return render(request, "diary/none.html")
