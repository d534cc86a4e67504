"""«Темы и задания»: the plan of a course over its lessons, what was taught, how far behind it is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.plan_files.workbook import XLSX
from zhurnal.journal.plan_files.writing import csv_of, xlsx_of
from zhurnal.journal.queries.plan import plan_of, plan_rows
from zhurnal.journal.views.plans.place import find_place

if TYPE_CHECKING:
    import datetime as dt

    from zhurnal.journal.queries.plan import Plan, PlanLesson
    from zhurnal.school.requests import SchoolRequest

_FILES = {"csv": (csv_of, "text/csv; charset=utf-8"), "xlsx": (xlsx_of, XLSX)}


@require_safe
@requires(Right.SEE_JOURNAL)
def plan(request: SchoolRequest, course: int) -> HttpResponse:
    """The lessons of the year with their topics, month by month, and what is left over."""
    place = find_place(request, course)
    today = place.course.year.school.today()
    found = plan_of(place.course.pk, today)
    context = {
        "place": place,
        "course": place.course,
        "plan": found,
        "months": _months(found),
        "today": today,
        "coming": next((one.lesson_id for one in found.lessons if not one.is_past), None),
    }
    return render(request, "journal/plans/page.html", context)


@require_safe
@requires(Right.SEE_JOURNAL)
def plan_file(request: SchoolRequest, course: int) -> HttpResponse:
    """The plan as a file that can be filled in and brought back: CSV, or a workbook with `?as=xlsx`.

    Without a plan only the heads of its columns.
    """
    place = find_place(request, course)
    kind = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    write, content_type = _FILES[kind]
    response = HttpResponse(write(plan_rows(place.course.pk)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="plan-{place.course.pk}.{kind}"'
    return response


def _months(plan: Plan) -> list[tuple[dt.date, list[PlanLesson]]]:
    months = groupby(plan.lessons, key=lambda one: (one.date.year, one.date.month))
    found = [list(lessons) for _month, lessons in months]
    return [(lessons[0].date, lessons) for lessons in found]
