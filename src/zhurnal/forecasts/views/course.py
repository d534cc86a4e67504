"""«Прогноз» of a course: beside the grid for who opens it there, a page of its own for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.forecast.records import WorkType
from zhurnal.forecasts import charts, sentences
from zhurnal.forecasts.policies import switches_of
from zhurnal.forecasts.queries import pupils
from zhurnal.forecasts.queries.course_page import CoursePage, Expected, PupilLine, course_page
from zhurnal.journal.queries.courses import course_to_show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from zhurnal.forecasts.queries.pupils import CourseForecast
    from zhurnal.school.requests import SchoolRequest

WEIGHTS = ("0.5", "1", "1.5", "2", "3")
FRAGMENT = "X-Fragment"


@require_safe
@requires(Right.SEE_FORECASTS)
def course_forecast(request: SchoolRequest, course: int) -> HttpResponse:
    """Expected marks, borderline pupils, and how a work of tomorrow would turn out. `?kind=` and `?weight=`."""
    shown = course_to_show(request.standing, course)
    if shown is None:
        raise Http404
    found = shown[0]
    request.school = found.year.school
    is_on = switches_of(request.school).is_on
    forecast = pupils.course_forecast(request.school, found) if is_on else None
    context = {"course": found, "is_on": is_on, "sheet": None} | _context(request, forecast)
    part = "_course" if request.headers.get(FRAGMENT) else "course"
    return render(request, f"forecasts/{part}.html", context)


def _context(request: SchoolRequest, forecast: CourseForecast | None) -> dict[str, object]:
    if forecast is None:
        return {}
    kind, weight = _kind(request.GET.get("kind", "")), _weight(request.GET.get("weight", ""))
    page = course_page(forecast, kind, float(weight))
    return {
        "sheet": page,
        "kind": str(kind), "weight": weight,
        "kinds": [(str(int(one)), sentences.kind_name(one)) for one in WorkType],
        "weights": [(one, sentences.hundredths(float(one))) for one in WEIGHTS],
        "range": lambda line: _range(page, line), "told": told, "bars": bars,
    }  # fmt: skip


def _kind(text: str) -> int:
    """The kind asked for; a control work where nothing or nonsense is asked."""
    known = {str(int(one)): int(one) for one in WorkType}
    return known.get(text, int(WorkType.CONTROL))


def _weight(text: str) -> str:
    return text if text in WEIGHTS else "2"


def _range(page: CoursePage, line: PupilLine) -> SafeString:
    return charts.interval(line.low, line.middle, line.high, page.ends, told(line))


def told(line: PupilLine) -> str:
    """«4,1–4,5»."""
    return f"{sentences.hundredths(round(line.low, 1))}–{sentences.hundredths(round(line.high, 1))}"


def bars(some: Sequence[Expected]) -> SafeString:
    """How many of each mark, drawn."""
    words = ", ".join(f"{one.mark}: {one.low}–{one.high}" for one in some)
    return charts.bars([(one.mark, one.number) for one in some], words)
