"""«Как выставляются отметки»: the published rules, for everybody of the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.policies import rules_visible_to
from zhurnal.journal.queries.rules_page import grade_of, rules_page
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.models import School
    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_OWN_PAGES)
def rules(request: SchoolRequest) -> HttpResponse:
    """The rules of a grade (`?grade=`), of one of its subjects; of a `?version=` or `?period=`."""
    standing = request.standing
    schools = list(rules_visible_to(standing))
    school = request.school = _chosen(schools, _number(request, "school"))
    grade = _number(request, "grade")
    if grade is None:
        grade = grade_of(school, standing.pupil_ids | standing.child_ids) or 0
    told = rules_page(
        school, grade, _number(request, "subject"), _number(request, "version"), _number(request, "period")
    )
    if told is None and request.GET:
        raise Http404
    if told is None:
        return render(request, "journal/policy/no_year.html")
    context = {"schools": schools, "rulebook": told, "of": school.pk}
    return render(request, "journal/policy/rules.html", context)


def _chosen(schools: list[School], asked: int | None) -> School:
    school = next((one for one in schools if asked in (None, one.pk)), None)
    if school is None:
        raise Http404
    return school


def _number(request: SchoolRequest, name: str) -> int | None:
    """A number of the address; Http404 for anything else that stands there."""
    text = request.GET.get(name, "")
    number = as_id(text)
    if text and number is None:
        raise Http404
    return number
