"""Control works of a class in the weeks to come."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.calendar import iso_week
from zhurnal.journal.policies import class_controls_visible_to
from zhurnal.journal.queries.class_controls import control_works, courses_of_class, crowded_days
from zhurnal.school.policies import courses_visible_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.journal.queries.class_controls import ControlWork
    from zhurnal.school.requests import SchoolRequest

WEEKS = 4


class Day(NamedTuple):
    """A day on which control works are written; `crowded`: more than one for the same pupils."""

    date: dt.date
    works: list[ControlWork]
    crowded: bool


@require_safe
@requires(Right.SEE_JOURNAL)
def class_controls(request: SchoolRequest, school_class: int) -> HttpResponse:
    """The control works of a class from the beginning of this week on, for four weeks."""
    visible = class_controls_visible_to(request.standing).select_related("year__school")
    shown = get_object_or_404(visible, pk=school_class)
    request.school = shown.year.school
    today = request.school.today()
    first = today - dt.timedelta(days=today.weekday())
    last = first + dt.timedelta(weeks=WEEKS, days=-1)
    courses = courses_of_class(shown.pk)
    works = control_works(courses, first, last)
    own = courses_visible_to(request.standing, today).filter(pk__in=[one.course_id for one in works])
    context = {
        "school_class": shown,
        "first": first,
        "last": last,
        "weeks": _weeks(works),
        "crowded": len(crowded_days(works)),
        "visible": set(own.values_list("pk", flat=True)) if works else set(),
    }
    return render(request, "journal/controls.html", context)


def _weeks(works: Sequence[ControlWork]) -> list[tuple[dt.date, list[Day]]]:
    """The weeks that have any, by their Monday."""
    crowded = crowded_days(works)
    days = [
        Day(date, list(found), date in crowded) for date, found in groupby(works, key=lambda one: one.date)
    ]
    return [
        (week[0].date - dt.timedelta(days=week[0].date.weekday()), week)
        for week in (list(found) for _, found in groupby(days, key=lambda day: iso_week(day.date)))
    ]
