"""What the families of a class said about absences: the class teacher accepts or refuses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.excuse_decisions import accept_excuse, refuse_excuse
from zhurnal.journal.excuse_forms import excuse_id
from zhurnal.journal.excuse_policies import (
    classes_with_excuses_visible_to,
    excuse_role,
    excuses_visible_to,
    files_of_excuses_visible_to,
)
from zhurnal.journal.excuse_words import when_text
from zhurnal.journal.excusing import CODES
from zhurnal.journal.queries.excuses import excuses_of_class
from zhurnal.journal.rules import RefusedError
from zhurnal.people.actions.viewings import note_viewing
from zhurnal.people.models import Viewing
from zhurnal.school.policies import family_role
from zhurnal.ui.sending import send

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from zhurnal.school.models import SchoolClass
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
# How far back the page tells what is decided already.
DAYS_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_CLASS)
def class_excuses(request: SchoolRequest, school_class: int) -> HttpResponse:
    """What waits, and what was decided lately. POST accepts (`do=accept`) or refuses one of them."""
    shown = get_object_or_404(classes_with_excuses_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    if request.method != "POST":
        return _page(request, shown)
    pupils = shown.enrolments.values("pupil")
    visible = excuses_visible_to(request.standing).filter(pupil__in=pupils).select_related("school")
    excuse = get_object_or_404(visible, pk=excuse_id(request.POST))
    if excuse_role(request.standing, excuse) is None:
        raise PermissionDenied
    try:
        if request.POST.get("do") == "refuse":
            refuse_excuse(actor=request.user, excuse=excuse, reason=request.POST.get("reason", ""))
            messages.success(request, _("Отклонено. Семья видит причину."))
        else:
            cells = accept_excuse(actor=request.user, excuse=excuse)
            messages.success(request, _accepted(cells))
    except RefusedError as refused:
        return _page(request, shown, excuse.pk, refused.sentence)
    return redirect("class-excuses", school_class=school_class)


@require_safe
@requires(Right.SEE_CLASS)
def excuse_file(request: SchoolRequest, file: int) -> HttpResponseBase:
    """A document, for who decides about it. That it was opened is noted."""
    visible = files_of_excuses_visible_to(request.standing).select_related("excuse__school")
    found = get_object_or_404(visible, pk=file)
    role = excuse_role(request.standing, found.excuse)
    if role is None:
        raise PermissionDenied
    note_viewing(
        viewer_id=request.standing.person_id, role=role, pupil_id=found.excuse.pupil_id,
        page=Viewing.Page.ABSENCE, at=found.excuse.school.now(),
    )  # fmt: skip
    return send(found)


def _accepted(cells: int) -> str:
    if not cells:
        return _("Принято. Учителя увидят это в списке на уроке.")
    return _("Принято. Пропусков в журнале оправдано: {n}.").format(n=cells)


def _page(
    request: SchoolRequest, school_class: SchoolClass, refused: int = 0, sentence: str = ""
) -> HttpResponse:
    since = school_class.year.school.today() - dt.timedelta(days=DAYS_SHOWN)
    role = family_role(request.standing, school_class)
    decides = role is not None and role in {"class_teacher", "deputy"}
    context: dict[str, Any] = {
        "school_class": school_class, "lines": excuses_of_class(school_class, since), "refused": refused,
        "sentence": sentence, "typed": request.POST.get("reason", "") if sentence else "", "codes": CODES,
        "may_decide": decides, "when_text": when_text,
    }  # fmt: skip
    status = UNPROCESSABLE if sentence else 200
    return render(request, "journal/pupils/excuses.html", context, status=status)
