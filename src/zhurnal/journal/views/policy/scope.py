"""Whose rules a page is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404

from zhurnal.journal.policies import schools_ruled_by

if TYPE_CHECKING:
    from django.http import QueryDict

    from zhurnal.school.models import School
    from zhurnal.school.requests import SchoolRequest


class Scope(NamedTuple):
    """The school asked for, among those that the person heads."""

    school: School
    schools: list[School]

    @property
    def query(self) -> str:
        """What keeps the school in an address; nothing where there is one only."""
        return f"?school={self.school.pk}" if len(self.schools) > 1 else ""


def scope_of(request: SchoolRequest, asked: QueryDict) -> Scope:
    """The school of `?school=`, else the first; Http404 for any other. One query."""
    schools = list(schools_ruled_by(request.standing))
    wanted = asked.get("school") or (str(schools[0].pk) if schools else "")
    school = next((one for one in schools if str(one.pk) == wanted), None)
    if school is None:
        raise Http404
    request.school = school
    return Scope(school, schools)
