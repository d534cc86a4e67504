"""A lean HTTP client: one kept connection and ready-made bytes leave the cores to the server."""

from __future__ import annotations

import gzip
import json
import re
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;]*)", re.IGNORECASE)
CHUNK = 1 << 16
PATIENCE = 30  # seconds


@dataclass
class Answer:
    """Status, headers as they came, body as it came (gzip where the server chose so)."""

    status: int
    headers: bytes
    body: bytes

    @property
    def text(self) -> str:
        """The body, unpacked."""
        packed = b"content-encoding: gzip" in self.headers.lower()
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass
class Client:
    """One browser with one connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: socket.socket | None = None

    def get(self, path: str) -> Answer:
        return self.send(self.request("GET", path))

    def post(self, path: str, body: bytes, kind: str) -> Answer:
        return self.send(self.request("POST", path, body, kind))

    def post_json(self, path: str, body: object) -> Answer:
        return self.post(path, json.dumps(body).encode(), "application/json")

    def sign_in(self, login: str, password: str) -> None:
        self.get("/login/")
        form = {"username": login, "password": password, "login": login}
        answer = self.post("/login/", urlencode(form).encode(), "application/x-www-form-urlencoded")
        assert answer.status == 302, f"{login} could not sign in: {answer.status}"

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "", *, asks: str = "") -> bytes:
        """The bytes of a request; `asks`: whether the page with this tag is still the one."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip", f"Cookie: {cookies}",
            *([f"X-CSRFToken: {self.cookies.get('csrf', '')}", f"Content-Type: {kind}"] if kind else []),
            *([f"If-None-Match: {asks}"] if asks else []),
            f"Content-Length: {len(body)}",
        ]  # fmt: skip
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def send(self, request: bytes) -> Answer:
        """Send and read the answer; a kept connection that the server has closed meanwhile is opened anew."""
        try:
            return self.exchange(request)
        except ConnectionError:
            return self.exchange(request)

    def exchange(self, request: bytes) -> Answer:
        """Send once. After an OSError nobody knows what the server did, and the next one opens a new connection."""
        try:
            return self._exchange(request)
        except OSError:
            self.connection = None
            raise

    def _exchange(self, request: bytes) -> Answer:
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(request)
        answer = self._read(self.connection)
        for name, value in _COOKIE.findall(answer.headers):
            self.cookies[name.decode()] = value.decode()
        return answer

    def _read(self, connection: socket.socket) -> Answer:
        data = b""
        while b"\r\n\r\n" not in data:
            data += _receive(connection)
        headers, _, body = data.partition(b"\r\n\r\n")
        found = _LENGTH.search(headers)
        length = int(found[1]) if found else 0
        while len(body) < length:
            body += _receive(connection)
        return Answer(int(headers[9:12]), headers, body)


def wait_for(port: int, seconds: float = 60, pause: float = 0.1) -> None:
    """Wait until the server answers, asking every `pause` seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            Client(port).get("/healthz")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(pause)
        else:
            return


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(CHUNK)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
