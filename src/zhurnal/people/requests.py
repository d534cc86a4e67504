"""The type of a request behind the gate, as far as this room may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.http import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Collection

    from zhurnal.access.desks import Desk
    from zhurnal.access.roles import Role
    from zhurnal.people.models import User


class HasDesks(Protocol):
    """What this room reads of a standing; the standing itself belongs to a room above."""

    @property
    def roles(self) -> Collection[Role]: ...

    @property
    def desks(self) -> list[Desk]: ...


class OwnRequest(HttpRequest):
    """A request of somebody who signed in."""

    user: User
    standing: HasDesks
