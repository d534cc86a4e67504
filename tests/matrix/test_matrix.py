from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.table import ROLES, rows
from tests.matrix.things import ADDRESSES, Address
from zhurnal.access.rights import Right

if TYPE_CHECKING:
    from django.test import Client

MATRIX = rows()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for part in resolver.url_patterns:
        found += patterns(part) if isinstance(part, URLResolver) else [part]
    return found


ALL = patterns(get_resolver())


def ask(client: Client, method: str, name: str, place: dict[str, Any]) -> Any:
    address = ADDRESSES.get(name, Address())
    path = reverse(name, kwargs=place)
    if method != "POST":
        return client.generic(method, path)
    if isinstance(address.post, str):
        return client.post(path, address.post, content_type="application/json")
    return client.post(path, address.post or {})


def answer(response: Any) -> str:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/login/?next=")
    return "in" if to_sign_in else str(response.status_code)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "name"), MATRIX, ids=str)
def test_everybody_gets_exactly_what_the_matrix_says(cast, client, method, name, role):
    if role != "stranger":
        client.force_login(getattr(cast, role))
    places = ADDRESSES.get(name, Address()).places(cast)
    assert [answer(ask(client, method, name, place)) for place in places] == MATRIX[method, name][role]


def test_every_address_stands_in_the_matrix():
    assert {pattern.name for pattern in ALL} == {name for _, name in MATRIX}


def test_every_view_carries_a_gate():
    bare = [pattern.name for pattern in ALL if not isinstance(gate(pattern), Right | str)]
    assert bare == []


def gate(pattern: URLPattern) -> object:
    return getattr(pattern.callback, "gate", None)


@pytest.mark.parametrize("name", sorted({name for _, name in MATRIX}))
def test_a_method_that_is_not_in_the_matrix_shows_nothing_to_anybody(cast, client, name):
    allowed = {method for method, known in MATRIX if known == name}
    allowed |= {"HEAD", "OPTIONS"} if "GET" in allowed else {"OPTIONS"}
    for role in ("stranger", "deputy", "teacher", "parent"):
        if role != "stranger":
            client.force_login(getattr(cast, role))
        for method in set(METHODS) - allowed:
            place = ADDRESSES.get(name, Address()).places(cast)[0]
            response = ask(client, method, name, place)
            assert answer(response) in {"405", "403", "404", "401", "in"}, (role, method)
            assert b"7 \xc2\xab" not in response.content
