"""The entrance of the diary: leads everybody to the first page that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.calc.calendar import shift_week
from zhurnal.diary.queries.frame import first_pupil
from zhurnal.diary.queries.week import spread
from zhurnal.diary.views.pages import current_week

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.calc.calendar import Week
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.school.requests import SchoolRequest

ENDS_OF_WEEK = (5, 6)


@require_safe
@requires(Right.SEE_DIARY)
def home(request: SchoolRequest) -> HttpResponse:
    """This week of the own diary or of the first child's; staff go to their classes."""
    frame = first_pupil(request.standing)
    if frame is not None:
        return redirect("diary-week", frame.pupil.pk, str(_week(frame)))
    if not ROLES_WITH[Right.SEE_CLASS].isdisjoint(request.standing.roles):
        return redirect("classes")
    return render(request, "diary/none.html")


def _week(frame: Frame) -> Week:
    """This week; at its end, when its last lesson is over, the next. Five queries more on Friday and Saturday."""
    now = frame.school.now()
    week = current_week(now.date())
    if now.isoweekday() in ENDS_OF_WEEK and spread(frame, week).is_behind(now.date(), now.time()):
        return shift_week(week, 1)
    return week
