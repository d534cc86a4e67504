"""What the pages of a plan are about: a course that the reader may see, and whether its plan may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from zhurnal.journal.plan_policies import may_change_plan
from zhurnal.journal.plan_rows import PlanRow
from zhurnal.journal.queries.courses import course_to_show

if TYPE_CHECKING:
    from django.http import QueryDict

    from zhurnal.school.models import Course
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


class Place(NamedTuple):
    """A course with its names; whether the reader may change its plan."""

    course: Course
    editable: bool

    def address(self, name: str = "journal-plan", **more: int) -> str:
        """A page of this plan."""
        return reverse(name, kwargs={"course": self.course.pk, **more})


def find_place(request: SchoolRequest, course: int, *, changing: bool = False) -> Place:
    """The plan that an address names. One query.

    Raises Http404 where the reader may not see the course; with `changing` PermissionDenied where the plan may only
    be read.
    """
    found = course_to_show(request.standing, course)
    if found is None:
        raise Http404
    shown, held = found
    request.school = shown.year.school
    editable = may_change_plan(request.standing, shown, held=held)
    if changing and not editable:
        raise PermissionDenied
    return Place(shown, editable)


def text(data: QueryDict, name: str) -> str:
    """A field as it was typed, without what no register may hold."""
    return str(data.get(name, "")).replace("\0", "").replace("\r\n", "\n")


def typed_row(data: QueryDict) -> PlanRow:
    """The row that a form has sent."""
    return PlanRow(*(text(data, name) for name in PlanRow._fields))
