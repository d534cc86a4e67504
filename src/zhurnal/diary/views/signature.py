"""The guardian's signature under a week of the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import parse_week, week_dates
from zhurnal.diary.views.pages import open_diary
from zhurnal.family.actions.signatures import sign_week
from zhurnal.family.errors import FamilyError
from zhurnal.family.policies import guardianships_to_sign_by

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_POST
@requires(Right.SEE_DIARY)
def week_signature(request: SchoolRequest, pupil: int, week: str) -> HttpResponse:
    """«Ознакомлен(а)» under a week, at any time. Who may look but not sign gets 403."""
    try:
        asked = parse_week(week)
    except ValueError:
        raise Http404 from None
    frame = open_diary(request, pupil)
    last = week_dates(*asked)[-1]
    if last < frame.enrolments[0].valid_from:
        raise Http404
    by = guardianships_to_sign_by(request.standing, frame.school.today()).filter(pupil=pupil).first()
    if by is None:
        raise PermissionDenied
    school = frame.on_or_before(last).school_class.year.school
    try:
        sign_week(actor=request.user, guardianship=by, school=school, week=asked)
    except FamilyError as refused:
        messages.error(request, refused.sentence)
    return redirect(f"{reverse('diary-week', args=[pupil, week])}#week-signatures")
