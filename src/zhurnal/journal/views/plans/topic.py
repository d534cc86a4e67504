"""One topic of a plan: changed, put elsewhere, given another lesson, taken out; and a new one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions import plans
from zhurnal.journal.plan_rows import PlanRow
from zhurnal.journal.queries.plan import plan_of
from zhurnal.journal.rules import RefusedError
from zhurnal.journal.views.plans.place import UNPROCESSABLE, find_place, text, typed_row

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.journal.queries.plan import Plan
    from zhurnal.journal.views.plans.place import Place
    from zhurnal.school.requests import SchoolRequest

EMPTY = PlanRow("")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def plan_topic(request: SchoolRequest, course: int, number: int) -> HttpResponse:
    """Show a topic, or do with it what its buttons say."""
    place = find_place(request, course, changing=True)
    if request.method != "POST":
        return _page(request, place, number)
    try:
        said = _done(request, place, number)
    except RefusedError as why:
        return _page(request, place, number, why, typed_row(request.POST))
    messages.success(request, said)
    return redirect(place.address())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_JOURNAL)
def plan_new(request: SchoolRequest, course: int) -> HttpResponse:
    """Add a topic: before the one that `?before=` names, else after the last."""
    place = find_place(request, course, changing=True)
    if request.method != "POST":
        return _page(request, place, None)
    row = typed_row(request.POST)
    try:
        plans.insert_topic(
            actor=request.user, course=place.course, number=_number(text(request.POST, "number")), row=row,
            seen=text(request.POST, "seen"),
        )  # fmt: skip
    except RefusedError as why:
        return _page(request, place, None, why, row)
    messages.success(request, _("Тема добавлена. Остальные темы сдвинулись на урок."))
    return redirect(place.address())


def _done(request: SchoolRequest, place: Place, number: int) -> str:
    """Do what was asked, and tell it."""
    asked: dict[str, Any] = {
        "actor": request.user, "course": place.course, "seen": text(request.POST, "seen"), "number": number,
    }  # fmt: skip
    does = request.POST.get("does", "")
    if does == "again":
        plans.insert_topic(**asked | {"number": number + 1}, row=PlanRow(_standing(place, number).text))
        return _("Тема продлена на один урок. Остальные темы сдвинулись.")
    if does == "delete":
        plans.delete_topic(**asked)
        return _("Тема убрана. Следующие темы придут на урок раньше.")
    if does == "move":
        plans.move_topic(**asked, to=_number(text(request.POST, "to")))
        return _("Тема переставлена.")
    plans.edit_topic(**asked, row=typed_row(request.POST))
    return _("Тема сохранена.")


def _standing(place: Place, number: int) -> PlanRow:
    today = place.course.year.school.today()
    return _row(plan_of(place.course.pk, today), number)


def _row(plan: Plan, number: int) -> PlanRow:
    rows = {one.topic: one.row for one in plan.lessons if one.row is not None}
    rows |= {one.topic: one.row for one in plan.left}
    row = rows.get(number)
    if row is None:
        raise Http404
    return row


def _page(
    request: SchoolRequest, place: Place, number: int | None, why: RefusedError | None = None,
    typed: PlanRow | None = None,
) -> HttpResponse:  # fmt: skip
    """The form of a topic, of a new one where `number` is None; with what was typed where it was refused."""
    plan = plan_of(place.course.pk, place.course.year.school.today())
    standing = EMPTY if number is None else _row(plan, number)
    lessons = [one for one in plan.lessons if number is not None and one.topic == number]
    context = {
        "place": place,
        "course": place.course,
        "plan": plan,
        "number": number,
        "before": _before(request, plan) if number is None else number,
        "row": typed or standing,
        "standing": standing.text if typed is not None and typed != standing else "",
        "lesson": lessons[0] if lessons else None,
        "taught": any(one.taught for one in lessons),
        "problem": why.sentence if why else "",
    }
    return render(request, "journal/plans/topic.html", context, status=UNPROCESSABLE if why else 200)


def _before(request: SchoolRequest, plan: Plan) -> int:
    """The place of a new topic."""
    asked = _number(request.GET.get("before", "") or text(request.POST, "number"))
    return asked if 1 <= asked <= plan.count else plan.count + 1


def _number(typed: str) -> int:
    """A number that somebody typed; 0, which no topic has, for anything else."""
    return int(typed) if re.fullmatch(r"[0-9]{1,5}", typed.strip()) else 0
