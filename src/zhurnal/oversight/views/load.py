"""«Нагрузка»: days on which classes have too much homework or more than one control work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import Week, iso_week, parse_week, shift_week, week_dates
from zhurnal.oversight.queries.load import heavy_days
from zhurnal.oversight.views.forecast import school_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_LOAD)
def load(request: SchoolRequest) -> HttpResponse:
    """A week, this one without `?week=`."""
    school = school_of(request)
    week = _week(request.GET.get("week", "")) or iso_week(school.today())
    dates = week_dates(*week)
    context = {
        "school": school, "days": heavy_days(school, dates[0], dates[-1]), "first": dates[0], "last": dates[-1],
        "before": str(shift_week(week, -1)), "after": str(shift_week(week, 1)),
    }  # fmt: skip
    return render(request, "oversight/load.html", context)


def _week(text: str) -> Week | None:
    try:
        return parse_week(text) if text else None
    except ValueError:
        raise Http404 from None
