"""Requests that come when they come, whether the server is ready or not: latency counts from the planned time.

One thread, one selector, ready-made bytes: server and clients share the machine, so clients must be cheap.
"""

from __future__ import annotations

import gc
import random
import re
import selectors
import socket
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from tests.load.client import CHUNK, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
PATIENCE = 60  # seconds that the last answers may take
HEADERS_END = b"\r\n\r\n"


class Visitor(Protocol):
    """Somebody who asks for something again and again."""

    def request(self) -> bytes:
        """The bytes to send now."""

    def take(self, answer: Answer) -> bool:
        """Look at the answer; False where it is not what was hoped for."""


@dataclass
class Seat:
    """A visitor with one kept connection: what was planned meanwhile waits for the answer before."""

    visitor: Visitor
    connection: socket.socket
    waiting: deque[float] = field(default_factory=deque)
    planned: float | None = None  # of the request under way
    received: bytes = b""

    def come(self, planned: float) -> None:
        """Ask, or wait for one's own answer before."""
        self.waiting.append(planned)
        if self.planned is None:
            self._ask()

    def hear(self) -> Answer | None:
        """Read what has come; the answer once it is whole."""
        data = self.connection.recv(CHUNK)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.received += data
        return self._whole()

    def rest(self) -> None:
        """The answer has been looked at."""
        self.planned, self.received = None, b""
        if self.waiting:
            self._ask()

    def _ask(self) -> None:
        self.planned = self.waiting.popleft()
        self.connection.sendall(self.visitor.request())

    def _whole(self) -> Answer | None:
        headers, end, body = self.received.partition(HEADERS_END)
        found = _LENGTH.search(headers) if end else None
        if not end or (found and len(body) < int(found[1])):
            return None
        return Answer(int(headers[9:12]), headers, body)


@dataclass
class Run:
    """Milliseconds from the planned time to the whole answer, by kind; errors in words."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


def run(
    port: int, visitors: Mapping[str, Sequence[Visitor]], rates: Mapping[str, float], seconds: float
) -> Run:
    """Let each kind come at its rate (a second), at random moments, its visitors in turn."""
    seats = {kind: [Seat(one, _connect(port)) for one in some] for kind, some in visitors.items()}
    done = Run()
    gc.collect()
    gc.disable()
    try:
        _Loop({kind: seats[kind] for kind in rates}, done).go(_plan(seats, rates, seconds))
    finally:
        gc.enable()
        for seat in (seat for some in seats.values() for seat in some):
            seat.connection.close()
    return done


def _plan(
    seats: Mapping[str, Sequence[Seat]], rates: Mapping[str, float], seconds: float
) -> deque[tuple[float, str, Seat]]:
    """Moments with exponential gaps, the same in every run."""
    plan = []
    for kind, rate in rates.items():
        chance, at, turn = random.Random(kind), 0.0, 0  # noqa: S311 -- to be repeated
        while (at := at + chance.expovariate(rate)) < seconds:
            plan.append((at, kind, seats[kind][turn % len(seats[kind])]))
            turn += 1
    return deque(sorted(plan, key=lambda one: one[0]))


@dataclass
class _Loop:
    seats: Mapping[str, Sequence[Seat]]
    done: Run
    under_way: int = 0

    def go(self, plan: deque[tuple[float, str, Seat]]) -> None:
        with selectors.DefaultSelector() as selector:
            for kind, some in self.seats.items():
                for seat in some:
                    selector.register(seat.connection, selectors.EVENT_READ, (kind, seat))
            begins = time.perf_counter() + 0.1
            last = begins + (plan[-1][0] if plan else 0) + PATIENCE
            while (plan or self.under_way) and time.perf_counter() < last:
                now = time.perf_counter()
                while plan and begins + plan[0][0] <= now:
                    at, _, seat = plan.popleft()
                    self.under_way += 1
                    seat.come(begins + at)
                pause = begins + plan[0][0] - time.perf_counter() if plan else 0.05
                for key, _ in selector.select(max(0.0, pause)):
                    self._hear(*key.data)
        self.done.errors += ["no answer"] * self.under_way

    def _hear(self, kind: str, seat: Seat) -> None:
        answer = seat.hear()
        if answer is None:
            return
        self.under_way -= 1
        assert seat.planned is not None
        self.done.took[kind].append((time.perf_counter() - seat.planned) * 1000)
        if answer.status != HTTPStatus.OK or not seat.visitor.take(answer):
            self.done.errors.append(f"{kind}: {answer.status} {answer.text[:200]}")
        seat.rest()


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection
