"""«Мой день»: today's lessons, the own courses, and the journals that one may look into."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.collation import class_key
from zhurnal.journal.queries import desk as desks
from zhurnal.journal.queries.courses import courses_to_show
from zhurnal.journal.queries.day import day_off_name, marks_in
from zhurnal.journal.queries.debts import points_waiting
from zhurnal.journal.queries.excuses import open_excuses
from zhurnal.school.queries import current_years

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpResponse

    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest
    from zhurnal.school.standing import Standing

ONE_DAY = dt.timedelta(days=1)


@require_safe
@requires(Right.SEE_JOURNAL)
def desk(request: SchoolRequest) -> HttpResponse:
    """The lessons of a day in their order, then the courses; who teaches nothing gets the journals to read."""
    years = current_years(frozenset().union(*request.standing.schools_by_role.values()))
    if not years:
        raise Http404
    request.school = years[0].school
    today = request.school.today()
    day = _day(request.GET.get("day", ""), today)
    found = desks.desk(request.standing.person_id, day)
    own = {course.course_id for course in found.courses}
    context: dict[str, Any] = {
        "day": day,
        "today": today,
        "before": day - ONE_DAY,
        "after": day + ONE_DAY,
        "lessons": found.lessons,
        "marks": marks_in([lesson.lesson_id for lesson in found.lessons]),
        "day_off": "" if found.lessons else day_off_name([year.pk for year in years], day),
        "courses": [
            (subject, list(group)) for subject, group in groupby(found.courses, lambda one: one.subject)
        ],
        "points": points_waiting(request.standing.person_id, today) if found.courses else 0,
        "excuses": open_excuses(request.standing.class_ids),
        "others": _others(request.standing, [year.pk for year in years], own),
    }
    return render(request, "journal/desk.html", context)


def _day(text: str, today: dt.date) -> dt.date:
    if not text:
        return today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    # Nearer to the ends of the calendar there is no day before or after.
    if not dt.date.min < day < dt.date.max:
        raise Http404
    return day


def _others(
    standing: Standing, years: Collection[int], own: Collection[int]
) -> list[tuple[str, list[Course]]]:
    """The visible courses that are not the own ones, class by class. One query."""
    others = (course for course in courses_to_show(standing, years) if course.pk not in own)
    courses = sorted(others, key=lambda one: (class_key(_place(one)), one.subject.position, one.audience))
    return [(place, list(group)) for place, group in groupby(courses, key=_place)]


def _place(course: Course) -> str:
    return course.school_class.name if course.school_class else course.audience
