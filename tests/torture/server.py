"""The server of the product in a process group of its own, to be killed as a whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.server import is_free
from tests.load.client import wait_for

HOST = "127.0.0.1"
SECONDS_TO_DIE = 10


@dataclass
class Server:
    """`zhurnal serve` on a port, with its own number of workers and threads; what it says goes into `log`."""

    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it does not answer yet."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "zhurnal", "serve", "--port", str(self.port)],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def answers(self) -> None:
        """Wait until it does. Raises OSError after a minute."""
        wait_for(self.port, pause=0.01)

    def kill(self) -> None:
        """`kill -9` for the parent and all workers at once."""
        self._signal(signal.SIGKILL)

    def finish(self) -> None:
        """Let it end in order; whoever does not is killed, so that nothing is left running."""
        try:
            self._signal(signal.SIGTERM)
        except (subprocess.TimeoutExpired, TimeoutError):
            self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):  # it has fallen by itself
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=SECONDS_TO_DIE)
        until = time.monotonic() + SECONDS_TO_DIE
        while not is_free(HOST, self.port):  # the workers hold it until they are gone too
            if time.monotonic() > until:
                raise TimeoutError("a worker outlived its server")
            time.sleep(0.01)
        self.process = None
