"""The way to a push service. Its address came from a browser: a stranger may have chosen it."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils import timezone

from zhurnal.notices.answers import Answer, Outcome
from zhurnal.notices.push import keys
from zhurnal.notices.push.encryption import decode, encrypt

if TYPE_CHECKING:
    from zhurnal.notices.models import PushDevice

TIMEOUT = 15
HTTPS_PORT = 443
LONGEST_ENDPOINT = 2000
A_DAY = 24 * 60 * 60
_TAKEN = frozenset({200, 201, 202, 204})
_NO_SUCH_DEVICE = frozenset({404, 410})
_NOT_TAKEN = frozenset({429, 500, 503})
# The service behind a gateway may have taken it.
_NOBODY_KNOWS = frozenset({502, 504})


class EndpointError(ValueError):
    """No push service of the open Internet is at this address."""


def check_endpoint(endpoint: str) -> SplitResult:
    """Look at an address without asking anybody. Raises EndpointError."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as problem:
        raise EndpointError(str(problem)) from None
    if len(endpoint) > LONGEST_ENDPOINT or parts.username is not None or not parts.hostname:
        raise EndpointError("not an address of a push service")
    if f"{parts.scheme}://{parts.netloc}" in settings.PUSH_ORIGINS:
        return parts
    if parts.scheme != "https" or port not in {None, HTTPS_PORT} or "." not in parts.hostname:
        raise EndpointError("only https to a public host")
    if _is_address(parts.hostname):
        raise EndpointError("a name of a host is wanted")
    return parts


class Services:
    """The push services, for as many messages as are due.

    One that cannot be reached is not asked again by the same object: others wait behind its silence.
    """

    def __init__(self) -> None:
        self._away: dict[str, Answer] = {}

    def send(self, device: PushDevice, plain: bytes) -> Answer:
        """Hand a message to the push service of a device."""
        try:
            parts = check_endpoint(device.endpoint)
            if parts.netloc in self._away:
                return self._away[parts.netloc]
            connection = _connect(parts)
        except EndpointError as refusal:
            return Answer(Outcome.REFUSED, str(refusal))
        except OSError as problem:
            self._away[parts.netloc] = Answer(Outcome.LATER, f"no connection: {problem}")
            return self._away[parts.netloc]
        try:
            return _post(connection, parts, encrypt(plain, decode(device.p256dh), decode(device.auth)))
        except (OSError, http.client.HTTPException) as problem:
            return Answer(Outcome.UNKNOWN, f"{type(problem).__name__}: {problem}")
        finally:
            connection.close()


def _post(connection: http.client.HTTPConnection, parts: SplitResult, body: bytes) -> Answer:
    headers = {
        "Authorization": keys.authorization(f"{parts.scheme}://{parts.netloc}", timezone.now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(A_DAY),
        "Urgency": "normal",
    }
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    return _read(response.status, response.getheader("Retry-After", ""))


def _read(status: int, retry_after: str) -> Answer:
    if status in _TAKEN:
        return Answer(Outcome.SENT)
    if status in _NO_SUCH_DEVICE:
        return Answer(Outcome.GONE, f"status {status}")
    if status in _NOT_TAKEN:
        wait = int(retry_after) if retry_after.isdecimal() and len(retry_after) < len("1000000") else 0
        return Answer(Outcome.LATER, f"status {status}", wait)
    return Answer(Outcome.UNKNOWN if status in _NOBODY_KNOWS else Outcome.REFUSED, f"status {status}")


def _connect(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    connection: http.client.HTTPConnection
    if f"{parts.scheme}://{parts.netloc}" in settings.PUSH_ORIGINS:
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = make(host, parts.port, timeout=TIMEOUT)
    else:
        connection = _PinnedConnection(host, public_address(host))
    connection.connect()
    return connection


def public_address(host: str) -> str:
    """The address to which a connection goes. Raises EndpointError where any address of the host is private."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)]
    for address in found:
        known = ipaddress.ip_address(address.partition("%")[0])
        if not known.is_global or known.is_multicast:
            raise EndpointError("the host lies in a private network")
    return found[0]


class _PinnedConnection(http.client.HTTPSConnection):
    """Connects to the address that was looked at: a name may lead elsewhere the next moment."""

    def __init__(self, host: str, address: str) -> None:
        self._trust = ssl.create_default_context()
        self._address = address
        super().__init__(host, HTTPS_PORT, timeout=TIMEOUT, context=self._trust)

    def connect(self) -> None:
        raw = socket.create_connection((self._address, HTTPS_PORT), TIMEOUT)
        self.sock = self._trust.wrap_socket(raw, server_hostname=self.host)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
