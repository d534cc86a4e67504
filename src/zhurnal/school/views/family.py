"""Who answers for a pupil, with which rights, until when; what a court forbids."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.people.actions.viewings import note_viewing
from zhurnal.people.models import Guardianship, Viewing
from zhurnal.people.proving import ask_again
from zhurnal.school.actions.guardians import (
    Rights,
    lift_restriction,
    restrict_guardian,
    set_guardian_rights,
)
from zhurnal.school.errors import RegisterError
from zhurnal.school.policies import classes_visible_to, family_role, pupils_in, role_about
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from zhurnal.people.models import Person
    from zhurnal.school.models import SchoolClass
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_CLASS)
def family(request: SchoolRequest, school_class: int, pupil: int) -> HttpResponse:
    """The guardians of a pupil of a class. POST changes rights (`do=rights`), restricts, lifts."""
    visible = classes_visible_to(request.standing).select_related("year__school")
    shown = get_object_or_404(visible, pk=school_class)
    person = get_object_or_404(pupils_in(shown), pk=pupil)
    request.school = shown.year.school
    problem: Problem | None = None
    if request.method == "POST":
        if family_role(request.standing, shown) is None:
            raise PermissionDenied
        if asked := ask_again(request):
            return asked
        problem = _changed(request, shown, pupil)
        if problem is None:
            return redirect("pupil-family", school_class=school_class, pupil=pupil)
    role = role_about(request.standing, shown)
    if role is not None:
        note_viewing(
            viewer_id=request.standing.person_id, role=role, pupil_id=pupil, page=Viewing.Page.FAMILY,
            at=request.school.now(),
        )  # fmt: skip
    return _page(request, shown, person, problem)


class Problem(NamedTuple):
    """Beside which guardianship, in which form a refusal stands."""

    guardianship: int
    do: str
    sentence: str


def _page(
    request: SchoolRequest, school_class: SchoolClass, pupil: Person, problem: Problem | None
) -> HttpResponse:
    rows = Guardianship.objects.filter(pupil=pupil).select_related("guardian")
    context = {
        "school_class": school_class, "pupil": pupil, "problem": problem,
        "rows": rows.order_by("guardian__sort_key", "-valid_from"),
        "may_write": family_role(request.standing, school_class) is not None,
        "may_lift": family_role(request.standing, school_class, lifting=True) is not None,
        "today": school_class.year.school.today(), "typed": request.POST if problem else {},
    }  # fmt: skip
    return render(request, "school/family.html", context, status=UNPROCESSABLE if problem else 200)


def _changed(request: SchoolRequest, school_class: SchoolClass, pupil: int) -> Problem | None:
    """Make the change that was posted, and say so; what was refused where it was not made."""
    given, do = request.POST.get("guardianship", ""), request.POST.get("do", "")
    row = Guardianship.objects.filter(pupil=pupil, pk=as_id(given) or 0).first()
    if row is None:
        return Problem(0, do, _("Не сохранено: такой записи у ученика нет. Обновите страницу."))
    told: dict[str, Any] = {"actor": request.user, "guardianship": row, "school_class": school_class}
    try:
        if do == "restrict":
            restrict_guardian(paper=request.POST.get("paper", ""), **told)
            messages.success(request, _("Ограничение записано. Родитель больше не видит ребёнка."))
        elif do == "lift":
            lift_restriction(**told)
            messages.success(request, _("Ограничение снято."))
        else:
            set_guardian_rights(rights=_rights(request.POST), **told)
            messages.success(request, _("Права сохранены. Они действуют со следующей страницы."))
    except RegisterError as refused:
        return Problem(row.pk, do, refused.sentence)
    return None


def _rights(data: QueryDict) -> Rights:
    """What the boxes say. Raises RegisterError: day_unreadable."""
    last, text = None, data.get("valid_to", "").strip()
    if text:
        try:
            last = dt.date.fromisoformat(text)
        except ValueError:
            sentence = _("Не сохранено: дату не прочитать. Выберите её в календаре или напишите 2026-03-04.")
            raise RegisterError("day_unreadable", sentence) from None
    sign, write, apply = (data.get(name) == "on" for name in ("may_sign", "may_write", "may_apply"))
    return Rights(sign, write, apply, last)
