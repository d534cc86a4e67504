"""The navigation of the page head: the desks of the reader and which of them the page belongs to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from django.urls import resolve

from zhurnal.ui.addresses import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise


class Entry(NamedTuple):
    """One link of the navigation; `count_href` is the address that tells how much is new there."""

    label: str | Promise
    href: str
    current: bool
    count_href: str = ""


def navigation(request: HttpRequest) -> list[Entry]:
    """The reader's desks. A desk is current on every page below it: a lesson belongs to «Мой день».

    Below it are the views of its package and of the packages in that, unless another desk is nearer. A page of a
    room without a desk belongs to the one whose address its own begins with.
    """
    if not request.user.is_authenticated:
        return []
    match = request.resolver_match
    here = _package(match.func.__module__) if match else ""
    desks = request.standing.desks  # type: ignore[attr-defined]  # set by a middleware of a room above
    packages = [_package_of(desk.url_name) for desk in desks]
    nearest = max((one for one in packages if f"{here}.".startswith(f"{one}.")), key=len, default=None)
    addresses = [address_of(desk.url_name) for desk in desks]
    above = (one for one in addresses if match and nearest is None and request.path.startswith(one))
    closest = max(above, key=len, default=None)
    return [
        Entry(
            desk.label, address, package == nearest or address == closest,
            address_of(desk.count) if desk.count else "",
        )
        for desk, package, address in zip(desks, packages, addresses, strict=True)
    ]  # fmt: skip


@cache
def _package_of(url_name: str) -> str:
    return _package(resolve(address_of(url_name)).func.__module__)


def _package(module: str) -> str:
    """`zhurnal.journal.views` of `zhurnal.journal.views.course`."""
    return module.rpartition(".")[0]
