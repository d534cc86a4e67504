"""The grid of a course: a period at a glance, and the quick correction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.queries.courses import course_to_show
from zhurnal.journal.queries.grid import grid
from zhurnal.journal.queries.periods import CoursePeriod, course_periods, period_shown
from zhurnal.journal.queries.rules import rules_of
from zhurnal.journal.views import cell_parts, grid_markup, grid_parts
from zhurnal.journal.views.tools import address_of_tools
from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_JOURNAL)
def course(request: SchoolRequest, course: int) -> HttpResponse:
    """The sheet of a period, to be written in by who holds the course, to be read by others."""
    found = course_to_show(request.standing, course)
    if found is None:
        raise Http404
    shown, held = found
    request.school = shown.year.school
    periods = course_periods(shown)
    period = period_shown(periods, request.school.today(), _wanted(request))
    if period is None and periods:
        raise Http404
    context: dict[str, Any] = {"course": shown, "tabs": _tabs(shown, periods, period), "period": None}
    if period is not None:
        context |= _sheet(shown, period, held=held)
    return render(request, "journal/course.html", context)


def _wanted(request: SchoolRequest) -> int | None:
    text = request.GET.get("period", "")
    if text and not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text) if text else None


def _tabs(
    course: Course, periods: Sequence[CoursePeriod], shown: CoursePeriod | None
) -> list[dict[str, Any]]:
    address = address_of("journal-course", course=course.pk)
    return [
        {"label": one.period.name, "href": f"{address}?period={one.period.pk}", "current": one == shown}
        for one in periods
    ]


def _sheet(course: Course, found: CoursePeriod, *, held: bool) -> dict[str, Any]:
    school = course.year.school
    rules = rules_of(found.policy_id, course)
    sheet = grid(course, found.period, school.today(), rules.scale.code)
    return {
        "period": found.period,
        "closed": found.closed,
        "held": held,
        "editable": held and not found.closed,
        "sheet": sheet,
        "headings": grid_markup.headings(sheet.columns, course.pk),
        "body": grid_markup.body(sheet),
        "stripes": grid_parts.stripes(sheet.columns),
        "kinds": grid_parts.kinds_of(sheet.columns),
        "signs": grid_parts.signs(),
        "scale": rules.scale,
        "written": grid_parts.ways_of_writing(rules),
        "data": {"versions": grid_parts.odd_versions(sheet)},
        "without": " ".join(cell_parts.fields_without(rules)),
        "tools": address_of_tools(),
        "printed": school.now(),
    }
