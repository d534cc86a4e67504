"""«Сделано»: a pupil ticks homework in the own diary."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import FIRST_YEAR, LAST_YEAR, iso_week
from zhurnal.diary.views.pages import open_diary
from zhurnal.family.actions.ticks import tick_homework
from zhurnal.family.policies import homework_to_tick_by

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_POST
@requires(Right.SEE_DIARY)
def homework_tick(request: SchoolRequest, pupil: int, homework: int) -> HttpResponse:
    """Set the tick, or take it away; `?day=` leads back to the day. Only the pupil ticks: others get 403."""
    frame = open_diary(request, pupil)
    if pupil not in request.standing.pupil_ids:
        raise PermissionDenied
    found = get_object_or_404(homework_to_tick_by(request.standing), pk=homework)
    done = request.POST.get("done") == "yes"
    tick_homework(actor=request.user, homework=found, school=frame.school, done=done)
    day = _day(request.GET.get("day", "")) or frame.school.today()
    address = reverse("diary-week", args=[pupil, str(iso_week(day))])
    return redirect(f"{address}?day={day}#task-{homework}")


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year < LAST_YEAR else None
