"""An average opens its own arithmetic: for those who may see the journal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.queries.courses import course_to_show
from zhurnal.journal.queries.explained import explanation, ranked_in_course
from zhurnal.journal.queries.periods import course_periods, period_shown
from zhurnal.journal.queries.pupils import pupils_of
from zhurnal.journal.views import average_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from zhurnal.calc.grading.counting import Term
    from zhurnal.journal.queries.periods import CoursePeriod
    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_JOURNAL)
def average(request: SchoolRequest, course: int, pupil: int) -> HttpResponse:
    """Every summand of a pupil's average in a period, the proposal, the place. `?part=1`: for a dialog."""
    found = course_to_show(request.standing, course)
    if found is None:
        raise Http404
    shown = found[0]
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
    ranked = ranked_in_course(period, shown, pupils, own, today)
    context: dict[str, Any] = {
        "course": shown,
        "pupil": own,
        "period": period,
        "tabs": _tabs(shown, pupil, periods, period),
        "why": average_parts.average_view(opened, lambda term: _cell(course, pupil, term)),
        "reason": opened.mark.reason if opened.mark else "",
        "ranked": average_parts.places_view(ranked, pupil),
        "of": ranked[0].place.of if ranked else 0,
        "rules": average_parts.rules_address(opened, period.period, request.school.pk),
    }
    part = request.GET.get("part")
    return render(request, "journal/_average.html" if part else "journal/average.html", context)


def wanted_period(request: HttpRequest) -> int | None:
    """The number of the period that the address asks for. Http404 for anything else."""
    text = request.GET.get("period", "")
    if text and not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text) if text else None


def _cell(course: int, pupil: int, term: Term) -> str:
    """A mark that was brought along stands in no cell of this journal."""
    if not term.cell.work:
        return ""
    return reverse("journal-cell", kwargs={"course": course, "work": term.cell.work, "pupil": pupil})


def _tabs(
    course: Course, pupil: int, periods: Sequence[CoursePeriod], shown: CoursePeriod
) -> list[dict[str, Any]]:
    address = reverse("journal-average", kwargs={"course": course.pk, "pupil": pupil})
    return [
        {"label": one.period.name, "href": f"{address}?period={one.period.pk}", "current": one == shown}
        for one in periods
    ]
