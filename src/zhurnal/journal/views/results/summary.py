"""«Сводная ведомость»: what a class has come to in a period or the year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.policies import summaries_visible_to
from zhurnal.journal.queries.certificates import GRADES
from zhurnal.journal.queries.summary import summary
from zhurnal.journal.views.results import parts
from zhurnal.school.models import StudyPeriod

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.school.models import SchoolClass
    from zhurnal.school.requests import SchoolRequest

YEAR = "year"


@require_safe
@requires(Right.SEE_SUMMARY)
def class_summary(request: SchoolRequest, school_class: int) -> HttpResponse:
    """Pupils × subjects with the indices under each; of a period, or of the year."""
    shown = get_object_or_404(summaries_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    today = request.school.today()
    periods = list(StudyPeriod.objects.filter(year=shown.year, kind=shown.period_kind).order_by("number"))
    period = _chosen(periods, request.GET.get("period", ""), today)
    found = summary(shown, period, today)
    context = {
        "school_class": shown,
        "period": period,
        "tabs": _tabs(shown, periods, period),
        "found": found,
        "lines": [
            (one, parts.category_text(result))
            for one, result in zip(found.outcomes.pupils, found.results, strict=True)
        ],
        "figures": parts.figure_rows(found),
        "groups": parts.groups(found),
        "level": found.level,
        "graduates": shown.grade in GRADES,
        "per_cent": parts.per_cent,
        "printed": request.school.now(),
    }
    return render(request, "journal/results/summary.html", context)


def _chosen(periods: Sequence[StudyPeriod], wanted: str, today: dt.date) -> StudyPeriod | None:
    """The period asked for, else the last that has begun; None for the year, or where there are none."""
    if wanted == YEAR:
        return None
    if not re.fullmatch(r"[0-9]{0,18}", wanted):
        raise Http404
    if wanted:
        chosen = next((one for one in periods if one.pk == int(wanted)), None)
        if chosen is None:
            raise Http404
        return chosen
    begun = [one for one in periods if one.starts <= today]
    return begun[-1] if begun else next(iter(periods), None)


def _tabs(
    school_class: SchoolClass, periods: Sequence[StudyPeriod], shown: StudyPeriod | None
) -> list[dict[str, Any]]:
    address = reverse("class-summary", kwargs={"school_class": school_class.pk})
    tabs = [
        {"label": one.name, "href": f"{address}?period={one.pk}", "current": one == shown} for one in periods
    ]
    return [*tabs, {"label": _("Год"), "href": f"{address}?period={YEAR}", "current": shown is None}]
