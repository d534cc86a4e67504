"""«Прогноз» of a class, a parallel and the school, and what the school lets be seen of forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.forecasts import charts
from zhurnal.forecasts.actions.switches import Decided, set_switches
from zhurnal.forecasts.models import Switches
from zhurnal.forecasts.policies import HEADS, classes_forecast_for, switches_of
from zhurnal.oversight.queries.forecast import class_page, grades_of, school_page
from zhurnal.oversight.views.forecast_forms import SwitchesForm
from zhurnal.school.models import School

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from zhurnal.oversight.queries.forecast import Figure
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


@require_safe
@requires(Right.SEE_CLASS_FORECAST)
def class_forecast(request: SchoolRequest, school_class: int) -> HttpResponse:
    """The own class for a class teacher, any class of the school for its heads."""
    found = (
        classes_forecast_for(request.standing).filter(pk=school_class).select_related("year__school").first()
    )
    if found is None:
        raise Http404
    request.school = found.year.school
    switches = switches_of(request.school)
    page = class_page(found, switches) if switches.is_on else None
    context = {"school_class": found, "switches": switches, "sheet": page, "drawn": drawn}
    return render(request, "oversight/forecast_class.html", context)


@require_safe
@requires(Right.SEE_SCHOOL_FORECAST)
def school_forecast(request: SchoolRequest) -> HttpResponse:
    """The school, or with `?grade=` a parallel; with `?school=` another one of several."""
    school = school_of(request)
    switches, grades = switches_of(school), grades_of(school)
    grade = _grade(request.GET.get("grade", ""), grades)
    page = school_page(school, switches, grade) if switches.is_on else None
    here = f"?school={school.pk}"
    tabs = [{"label": _("Вся школа"), "href": here, "current": grade is None}]
    for one in grades:
        label = _("%(grade)d классы") % {"grade": one}
        tabs.append({"label": label, "href": f"{here}&grade={one}", "current": one == grade})
    context = {"school": school, "switches": switches, "sheet": page, "tabs": tabs, "drawn": drawn}
    return render(request, "oversight/forecast_school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SET_FORECASTS)
def forecast_settings(request: SchoolRequest) -> HttpResponse:
    """Whether there are forecasts, what families see of them, how long the lists are."""
    school = school_of(request)
    switches, errors = switches_of(school), {}
    values = {"is_on": switches.is_on, "families": switches.families, "list_length": switches.list_length}
    if request.method == "POST":
        form = SwitchesForm(request.POST)
        if form.is_valid():
            set_switches(actor=request.user, school=school, decided=Decided(**form.cleaned_data))
            messages.success(request, _("Сохранено. Семьи увидят это сразу."))
            return redirect("forecast")
        values = {**request.POST.dict(), "is_on": "is_on" in request.POST}
        errors = {name: str(said[0]) for name, said in form.errors.items()}
    context = {"school": school, "values": values, "errors": errors, "families": Switches.Families.choices}
    return render(
        request, "oversight/forecast_settings.html", context, status=UNPROCESSABLE if errors else 200
    )


def school_of(request: SchoolRequest) -> School:
    """The school asked for by `?school=`, else the first that the person heads. Raises Http404."""
    heads = School.objects.filter(pk__in=request.standing.schools(*HEADS)).order_by("pk")
    asked = request.GET.get("school", "")
    found = next((one for one in heads if asked in ("", str(one.pk))), None)
    if found is None:
        raise Http404
    request.school = found
    return found


def drawn(one: Figure) -> SafeString:
    """A figure as an interval; its text says the same."""
    return charts.interval(one.low, one.middle, one.high, one.ends, f"{one.name}: {one.text}")


def _grade(text: str, known: list[int]) -> int | None:
    """The parallel asked for. Raises Http404 for one that the school does not have."""
    if not text:
        return None
    if text not in map(str, known):
        raise Http404
    return int(text)
