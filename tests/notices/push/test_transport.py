"""The way to a push service, and to nowhere else."""

from __future__ import annotations

import socket

import pytest

from tests.notices.push_service import Subscription, claims
from zhurnal.notices.answers import Outcome
from zhurnal.notices.models import PushDevice
from zhurnal.notices.push.transport import EndpointError, Services, check_endpoint, public_address

FOREIGN = (
    "http://push.example/1",
    "https://push.example:8443/1",
    "https://user@push.example/1",
    "https://127.0.0.1/1",
    "https://[::1]/1",
    "https://2130706433/1",
    "https://localhost/1",
    "https://intranet/1",
    "ftp://push.example/1",
    "file:///etc/passwd",
    "https:///1",
    "https://push.example:port/1",
    "javascript:alert(1)",
    "",
    "https://push.example/" + "a" * 2000,
)


def device_of(subscription: Subscription) -> PushDevice:
    return PushDevice(**subscription.told)


@pytest.mark.parametrize("endpoint", FOREIGN)
def test_an_address_that_is_no_public_push_service_is_refused(endpoint):
    with pytest.raises(EndpointError):
        check_endpoint(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com:443/abc?x=1",
    ],
)
def test_those_of_the_browsers_are_taken(endpoint):
    check_endpoint(endpoint)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.7", "169.254.169.254", "100.64.0.1", "::1", "fd00::1",
        "fe80::1%1", "224.0.0.1", "::ffff:10.0.0.1",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_not_followed(monkeypatch, address):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (known, 443)) for known in ("93.184.216.34", address)
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(EndpointError):
        public_address("push.example")


def test_nothing_is_sent_to_such_a_name(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("connected"))
    answer = Services().send(device_of(Subscription("https://push.example/1")), b"{}")
    assert answer.outcome == Outcome.REFUSED


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    asked = []

    def connect(place, *_rest, **_more):
        asked.append(place)
        raise ConnectionRefusedError

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    answer = Services().send(device_of(Subscription("https://push.example/1")), b"{}")
    assert (answer.outcome, asked) == (Outcome.LATER, [("93.184.216.34", 443)])


def test_the_service_gets_what_the_standard_asks_for(push):
    mine = push.subscribe()
    assert Services().send(device_of(mine), b'{"title": "x"}').outcome == Outcome.SENT
    ((path, headers, body),) = push.received
    assert path == "/push/device"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    assert claims(headers["Authorization"])["aud"] == push.origin
    assert mine.read(body) == b'{"title": "x"}'


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT), (202, Outcome.SENT), (404, Outcome.GONE), (410, Outcome.GONE),
        (429, Outcome.LATER), (503, Outcome.LATER), (502, Outcome.UNKNOWN), (400, Outcome.REFUSED),
        (413, Outcome.REFUSED), (307, Outcome.REFUSED),
    ],
)  # fmt: skip
def test_what_the_service_answers_decides_what_becomes_of_it(push, status, outcome):
    push.status = status
    assert Services().send(device_of(push.subscribe()), b"{}").outcome == outcome
    assert len(push.received) == 1, "a redirect is not followed"


def test_a_service_that_asks_for_time_gets_it(push):
    push.status, push.headers = 429, {"Retry-After": "120"}
    assert Services().send(device_of(push.subscribe()), b"{}").wait == 120


def test_a_service_that_hangs_up_may_have_taken_it(push):
    push.hangs_up = True
    assert Services().send(device_of(push.subscribe()), b"{}").outcome == Outcome.UNKNOWN


def test_a_service_that_is_not_there_has_not(settings, push):
    settings.PUSH_ORIGINS = ["http://127.0.0.1:1"]
    mine = Subscription("http://127.0.0.1:1/push")
    assert Services().send(device_of(mine), b"{}").outcome == Outcome.LATER
    assert push.received == []


def test_a_service_that_is_away_is_asked_once_a_round(monkeypatch):
    asked = []

    def connect(place, *_rest, **_more):
        asked.append(place)
        raise TimeoutError

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    services = Services()
    for number in range(3):
        answer = services.send(device_of(Subscription(f"https://push.example/{number}")), b"{}")
        assert answer.outcome == Outcome.LATER
    services.send(device_of(Subscription("https://other.example/1")), b"{}")
    assert len(asked) == 2
