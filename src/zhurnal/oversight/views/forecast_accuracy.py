"""«Насколько точны прогнозы»: what was told, beside what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.forecasts import charts
from zhurnal.forecasts.queries.accuracy import closed_periods, report
from zhurnal.oversight.views.forecast import school_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from zhurnal.calc.forecast.monitoring import Bin
    from zhurnal.school.models import StudyPeriod
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_SCHOOL_FORECAST)
def forecast_accuracy(request: SchoolRequest) -> HttpResponse:
    """A closed period, the last one without `?period=`."""
    school = school_of(request)
    periods = closed_periods(school, school.today())
    chosen = _chosen(periods, request.GET.get("period", ""))
    tabs = [
        {"label": one.name, "href": f"?school={school.pk}&period={one.pk}", "current": one == chosen}
        for one in periods
    ]
    found = None if chosen is None else report(school, chosen)
    context = {"school": school, "tabs": tabs, "report": found, "drawn": drawn, "sentence": sentence}
    return render(request, "oversight/forecast_accuracy.html", context)


def _chosen(periods: Sequence[StudyPeriod], text: str) -> StudyPeriod | None:
    """The period asked for, else the last. Raises Http404 for one without snapshots."""
    if not text:
        return next(iter(periods), None)
    found = next((one for one in periods if str(one.pk) == text), None)
    if found is None:
        raise Http404
    return found


def sentence(one: Bin) -> str:
    """«Из прогнозов с вероятностью 80–90 % сбылось 86 %»."""
    if not one.number:
        return _("Прогнозов с вероятностью %(low)d–%(high)d %% не было.") % _ends(one)
    told = _("Из прогнозов с вероятностью %(low)d–%(high)d %% сбылось %(came)d %%") % (
        _ends(one) | {"came": round(100 * one.came)}
    )
    doubt = _("прогнозов: %(number)d, с учётом случайности %(from)d–%(to)d %%") % {
        "number": one.number, "from": round(100 * one.low), "to": round(100 * one.high)
    }  # fmt: skip
    return f"{told} ({doubt})."


def drawn(bins: Sequence[Bin]) -> SafeString:
    """The bins as a drawing; the list beside it says the same."""
    return charts.reliability(bins, " ".join(map(sentence, bins)))


def _ends(one: Bin) -> dict[str, int]:
    return {"low": round(100 * one.told_from), "high": round(100 * one.told_to)}
