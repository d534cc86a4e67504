"""Eight writers at the gates, and the server killed behind them again and again."""

from __future__ import annotations

import random
import socket
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.load.client import Client
from tests.torture.server import HOST, Server
from tests.torture.writers import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.torture.school import Page

PASSWORD = "zhurnal-demo"
MARKS = (("5", "4"), ("3", "2"))  # of the two who share a page
# Seconds: how long a server lives after its first answer; every tenth is killed before it.
SHORTEST_LIFE, LONGEST_LIFE, BIRTH = 0.05, 1.2, 1.0
KILLED_AT_BIRTH = 0.1


@dataclass
class Siege:
    """One run. `restarts`: seconds from the start of a server to its first answer."""

    folder: Path
    chance: random.Random
    writers: list[Writer] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)

    def lay(self, pages: Sequence[Page], kills: int) -> None:
        """Let eight write, kill so many times, let them get their last answers, stop."""
        server, stop = Server(_free_port(), self.folder / "server.log"), threading.Event()
        server.start()
        try:
            server.answers()
            self.writers = list(self._writers(server.port, pages, stop))
            threads = [threading.Thread(target=writer.run) for writer in self.writers]
            for thread in threads:
                thread.start()
            for _ in range(kills):
                self._kill(server)
            self._live(server)
            stop.set()
            for thread in threads:
                thread.join()
        finally:
            stop.set()
            server.finish()

    def restarts_in_words(self) -> str:
        """Median and longest, for the reader."""
        return (
            f"{len(self.restarts)} starts answered after {statistics.median(self.restarts):.1f} s"
            f" (longest {max(self.restarts):.1f} s)"
        )

    def _writers(self, port: int, pages: Sequence[Page], stop: threading.Event) -> Iterator[Writer]:
        for number, page in enumerate(pages):
            for second, marks in enumerate(MARKS):
                client = Client(port)
                client.sign_in(page.login, PASSWORD)
                yield Writer(
                    client, f"/journal/{page.course}/cells/", marks, dict(page.cells),
                    self.folder / f"told-{number}-{second}.jsonl", random.Random(self.chance.random()),  # noqa: S311 -- to be repeated
                    stop,
                )  # fmt: skip

    def _kill(self, server: Server) -> None:
        if self.chance.random() < KILLED_AT_BIRTH:
            time.sleep(self.chance.uniform(0, BIRTH))
        else:
            self._live(server)
        server.kill()
        server.start()

    def _live(self, server: Server) -> None:
        began = time.monotonic()
        server.answers()
        self.restarts.append(time.monotonic() - began)
        time.sleep(self.chance.uniform(SHORTEST_LIFE, LONGEST_LIFE))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
