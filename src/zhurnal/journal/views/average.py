"""An average opens its own arithmetic: for those who may see the journal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.actions.corrections import Asked
from zhurnal.journal.cell_forms import read_asked, seen_text, seen_version
from zhurnal.journal.queries.corrections import corrections_of_total
from zhurnal.journal.queries.courses import course_to_show
from zhurnal.journal.queries.explained import explanation, ranked_in_course
from zhurnal.journal.queries.periods import course_periods, period_shown
from zhurnal.journal.queries.pupils import pupils_of
from zhurnal.journal.views import asking, average_parts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from zhurnal.calc.grading.counting import Term
    from zhurnal.journal.queries.explained import Explanation
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.journal.queries.pupils import Pupil
    from zhurnal.journal.views.asking import NotSent
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest


UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Shown:
    """A pupil's average of a period, opened. `held`: the reader teaches the course."""

    course: Course
    periods: list[CoursePeriod]
    period: CoursePeriod
    pupils: list[Pupil]
    pupil: Pupil
    opened: Explanation
    held: bool

    @property
    def place(self) -> dict[str, int]:
        """By what the page is addressed."""
        return {"course": self.course.pk, "pupil": self.pupil.id}


@require_safe
@requires(Right.SEE_JOURNAL)
def average(request: SchoolRequest, course: int, pupil: int) -> HttpResponse:
    """Every summand of a pupil's average in a period, the proposal, the place. `?part=1`: for a dialog."""
    return _page(request, _shown(request, course, pupil), asking.NotSent())


@require_POST
@requires(Right.SEE_JOURNAL)
def ask_total(request: SchoolRequest, course: int, pupil: int) -> HttpResponse:
    """Ask another person to approve another mark for the period that `?period=` names."""
    shown = _shown(request, course, pupil)
    if not _may_ask(request, shown):
        raise PermissionDenied
    values, seen = read_asked(request.POST), seen_version(request.POST)
    asked = Asked(pupil, values["value"], values["reason"], seen, period=shown.period.period.pk)
    refused = asking.send(request, shown.course, asked)
    return redirect("corrections") if refused is None else _page(request, shown, refused)


def _shown(request: SchoolRequest, course: int, pupil: int) -> Shown:
    found = course_to_show(request.standing, course)
    if found is None:
        raise Http404
    shown, held = found
    request.school = shown.year.school
    periods, today = course_periods(shown), request.school.today()
    period = period_shown(periods, today, wanted_period(request))
    if period is None:
        raise Http404
    pupils = pupils_of(shown, period.period.starts, period.period.ends)
    own = next((one for one in pupils if one.id == pupil), None)
    opened = explanation(period, [shown], own.id, today) if own else None
    if own is None or opened is None:
        raise Http404
    return Shown(shown, periods, period, pupils, own, opened, held)


def _may_ask(request: SchoolRequest, shown: Shown) -> bool:
    closed = shown.period.closed
    return asking.may_ask(request.standing, shown.course, held=shown.held, closed=closed)


def _page(request: SchoolRequest, shown: Shown, refused: NotSent) -> HttpResponse:
    course, period, pupil, opened = shown.course, shown.period, shown.pupil, shown.opened
    ranked = ranked_in_course(period, course, shown.pupils, pupil, course.year.school.today())
    asked = corrections_of_total(course.pk, period.period.pk, pupil.id)
    version = opened.mark.version if opened.mark else 0
    context: dict[str, Any] = {
        "course": course,
        "pupil": pupil,
        "period": period,
        "tabs": _tabs(shown),
        "why": average_parts.average_view(opened, lambda term: _cell(shown, term)),
        "reason": opened.mark.reason if opened.mark else "",
        "ranked": average_parts.places_view(ranked, pupil.id),
        "of": ranked[0].place.of if ranked else 0,
        "rules": average_parts.rules_address(opened, period.period, course.year.school_id),
        "part": request.GET.get("part"),
        "asked": asked,
        "may_ask": _may_ask(request, shown) and all(one.decision for one in asked),
        "ask_form": asking.form_context(refused, seen_text(version)),
        "ask_address": f"{reverse('journal-total-correction', kwargs=shown.place)}?period={period.period.pk}",
        "summary": asking.summary(refused),
    }
    template = "journal/_average.html" if context["part"] else "journal/average.html"
    return render(request, template, context, status=UNPROCESSABLE if refused.errors else 200)


def wanted_period(request: HttpRequest) -> int | None:
    """The number of the period that the address asks for. Http404 for anything else."""
    text = request.GET.get("period", "")
    if text and not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text) if text else None


def _cell(shown: Shown, term: Term) -> str:
    """A mark that was brought along stands in no cell of this journal."""
    return reverse("journal-cell", kwargs=shown.place | {"work": term.cell.work}) if term.cell.work else ""


def _tabs(shown: Shown) -> list[dict[str, Any]]:
    address = reverse("journal-average", kwargs=shown.place)
    return [
        {
            "label": one.period.name,
            "href": f"{address}?period={one.period.pk}",
            "current": one == shown.period,
        }
        for one in shown.periods
    ]
