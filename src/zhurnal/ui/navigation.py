"""The navigation of the page head: the desks of the reader and which of them the page belongs to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.urls import resolve, reverse

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise


class Entry(NamedTuple):
    """One link of the navigation."""

    label: str | Promise
    href: str
    current: bool


def navigation(request: HttpRequest) -> list[Entry]:
    """The reader's desks. A desk is current on every page of its room: a lesson belongs to «Мой день»."""
    if not request.user.is_authenticated:
        return []
    match = request.resolver_match
    here = _room(match.func.__module__) if match else ""
    desks = request.standing.desks  # type: ignore[attr-defined]  # set by a middleware of a room above
    return [Entry(desk.label, reverse(desk.url_name), _room_of(desk.url_name) == here) for desk in desks]


@cache
def _room_of(url_name: str) -> str:
    return _room(resolve(reverse(url_name)).func.__module__)


def _room(module: str) -> str:
    """`journal` of `zhurnal.journal.views.course`."""
    return module.split(".")[1]
