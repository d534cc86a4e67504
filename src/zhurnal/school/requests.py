"""The type of a request behind the gate: signed in, with a standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from zhurnal.people.models import User
    from zhurnal.school.models import School
    from zhurnal.school.standing import Standing


class SchoolRequest(HttpRequest):
    """What views receive after `@requires`. `school` is set by the view, from the row that its policy gave.

    `tag` is set where the device asks whether the page is still the one it has.
    """

    user: User
    standing: Standing
    school: School | None
    tag: str
