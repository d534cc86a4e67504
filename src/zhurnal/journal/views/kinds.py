"""«Виды работ»: what works of a school are called, which are offered, and what they weigh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.kinds import KindNames, add_kind, hide_kind, rename_kind
from zhurnal.journal.column_words import refused
from zhurnal.journal.models import WorkKind
from zhurnal.journal.policies import schools_ruled_by
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.weights import read_weight, write_weight

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from zhurnal.school.models import School
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
NEW = "new"  # of the form that adds a kind, where the others have the number of theirs


class Typed(NamedTuple):
    """A form that was not taken: which one, what was typed, why."""

    form: str = ""
    name: str = ""
    sign: str = ""
    weight: str = ""
    is_control: bool = False
    sentence: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.EDIT_POLICY)
def work_kinds(request: SchoolRequest) -> HttpResponse:
    """The kinds of one school that the person heads, each with a form of its own; and a form for a further one."""
    schools = list(schools_ruled_by(request.standing))
    school = _chosen(schools, request.GET.get("school", ""))
    request.school = school
    query = f"?school={school.pk}" if len(schools) > 1 else ""
    if request.method != "POST":
        return _page(request, school, query, Typed())
    typed = _typed(request.POST)
    try:
        _change(request, school, typed)
    except RefusedError as why:
        return _page(request, school, query, typed._replace(sentence=why.sentence))
    messages.success(request, _("Сохранено."))
    return redirect(reverse("work-kinds") + query)


def _chosen(schools: list[School], wanted: str) -> School:
    """The school asked for, else the first. Raises Http404 for one that the person does not head."""
    found = [one for one in schools if not wanted or str(one.pk) == wanted]
    if not found:
        raise Http404
    return found[0]


def _typed(data: QueryDict) -> Typed:
    form, name, sign, weight = (
        str(data.get(field, "")).replace("\0", "").strip() for field in ("form", "name", "sign", "weight")
    )
    return Typed(form, name, sign, weight, "control" in data)


def _change(request: SchoolRequest, school: School, typed: Typed) -> None:
    actor, names, does = request.user, KindNames(typed.name, typed.sign), request.POST.get("does")
    if typed.form == NEW:
        weight = read_weight(typed.weight)
        if weight is None:
            raise refused("kind_without_weight")
        add_kind(actor=actor, school=school, names=names, weight=weight, is_control=typed.is_control)
        return
    number = int(typed.form) if re.fullmatch(r"[0-9]{1,18}", typed.form) else 0
    kind = WorkKind.objects.filter(school=school, pk=number).select_related("school").first()
    if kind is None:
        raise Http404
    if does in {"hide", "show"}:
        hide_kind(actor=actor, kind=kind, hidden=does == "hide")
        return
    seen = KindNames(request.POST.get("seen_name", ""), request.POST.get("seen_sign", ""))
    rename_kind(actor=actor, kind=kind, seen=seen, names=names)


def _page(request: SchoolRequest, school: School, query: str, typed: Typed) -> HttpResponse:
    kinds = list(WorkKind.objects.filter(school=school).order_by("position", "pk"))
    context: dict[str, Any] = {
        "school": school, "query": query, "here": reverse("work-kinds") + query, "typed": typed,
        "kinds": [(kind, write_weight(kind.weight)) for kind in kinds],
        "ordinary": kinds[0].pk if kinds else 0,
    }  # fmt: skip
    status = UNPROCESSABLE if typed.sentence else 200
    return render(request, "journal/kinds.html", context, status=status)
