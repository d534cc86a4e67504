"""The classes of a school, and where a pupil is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from zhurnal.access.gate import requires
from zhurnal.access.rights import ROLES_WITH, Right
from zhurnal.calc.calendar import iso_week
from zhurnal.school import queries
from zhurnal.school.policies import classes_visible_to, results_visible_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest

LONGEST_SEARCH = 100


@require_GET
@requires(Right.SEE_CLASS)
def classes(request: SchoolRequest) -> HttpResponse:
    """All classes that the person may see; a class teacher of a single class goes straight to it."""
    visible = classes_visible_to(request.standing)
    years = queries.current_years_of(visible)
    schools = queries.classes_of_years(visible, years)
    lines = [line for school in schools for line in school.classes]
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    if not text and len(lines) == 1:
        return redirect("class", school_class=lines[0].school_class.pk)
    request.school = years[0].school if len(years) == 1 else None
    found = queries.find_pupils(visible, years, text, request.standing)
    context = {
        "schools": schools,
        "own": [line for line in lines if line.school_class.pk in request.standing.class_ids],
        "text": text,
        "tells_of_school": not ROLES_WITH[Right.EDIT_SCHOOL_CARD].isdisjoint(request.standing.roles),
        "found": found[: queries.MOST_FOUND],
        "more": len(found) > queries.MOST_FOUND,
        "weeks": {year.pk: str(iso_week(year.school.today())) for year in years},
    }
    return render(request, "school/classes.html", context)


@require_GET
@requires(Right.SEE_CLASS)
def school_class(request: SchoolRequest, school_class: int) -> HttpResponse:
    """One class: who is in it, what is taught to it and by whom; of a past year as it was at its end."""
    visible = classes_visible_to(request.standing).select_related("year__school")
    shown = get_object_or_404(visible, pk=school_class)
    request.school = shown.year.school
    today = request.school.today()
    day = max(shown.year.starts, min(today, shown.year.ends))
    context = {
        "school_class": shown,
        "room": queries.class_page(shown, request.standing, day),
        "week": str(iso_week(today)),
        "sees_summary": results_visible_to(request.standing, shown),
        "has_others": visible.filter(year=shown.year_id).exclude(pk=shown.pk).exists(),
    }
    return render(request, "school/class.html", context)
