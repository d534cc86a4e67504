"""Which school and which day the pages of changes show."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from zhurnal.journal.change_forms import as_day
from zhurnal.school.models import School
from zhurnal.timetable.policies import schools_changed_by, schools_whose_changes_are_seen_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhurnal.school.requests import SchoolRequest

SUNDAY = 7


class Scope(NamedTuple):
    """A school of the reader, the others there are, and whether its lessons may be changed."""

    school: School
    schools: list[School]
    may_change: bool


def scope_of(request: SchoolRequest, data: Mapping[str, str]) -> Scope:
    """The school asked for, else the first. Raises Http404 for one that the reader does not look at."""
    seen = schools_whose_changes_are_seen_by(request.standing)
    schools = list(School.objects.filter(pk__in=seen).order_by("pk"))
    wanted = data.get("school", "")
    school = next((one for one in schools if not wanted or str(one.pk) == wanted), None)
    if school is None:
        raise Http404
    request.school = school
    return Scope(school, schools, school.pk in schools_changed_by(request.standing))


def day_of(data: Mapping[str, str], school: School) -> dt.date:
    """The day asked for, else today. Raises Http404 for nonsense."""
    if not data.get("day"):
        return school.today()
    day = as_day(data["day"])
    if day is None:
        raise Http404
    return day


def neighbours(day: dt.date) -> tuple[dt.date, dt.date]:
    """The days before and after; nobody has lessons on Sundays."""
    one = dt.timedelta(days=1)
    before, after = day - one, day + one
    return (
        before - one if before.isoweekday() == SUNDAY else before,
        after + one if after.isoweekday() == SUNDAY else after,
    )


def day_href(scope: Scope, day: dt.date, **more: str) -> str:
    """The address of a day."""
    query = {"day": day.isoformat(), **more}
    if len(scope.schools) > 1:
        query["school"] = str(scope.school.pk)
    return f"{reverse('lesson-changes')}?{urlencode(query)}"
