"""The worker of notices beside the server: a process of its own, started again whenever it ends."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMAND = (sys.executable, "-m", "config.cli", "notices", "--loop", "--parent", str(os.getpid()))
# Seconds until it is started again; one that ends at once must not keep a processor busy.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
_LIVED_WELL = 60.0
_PATIENCE = 10.0
log = logging.getLogger(__name__)


@contextmanager
def companion(command: Sequence[str] = COMMAND, *, first_pause: float = FIRST_PAUSE) -> Iterator[Companion]:
    """Keep the worker running while the block runs."""
    kept = Companion(command, first_pause)
    thread = threading.Thread(target=kept.keep, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        kept.stop()
        thread.join(_PATIENCE)


class Companion:
    """One process that is there, or will be again in a moment."""

    def __init__(self, command: Sequence[str], first_pause: float) -> None:
        self._command, self._first_pause = command, first_pause
        self._stopped = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start it, and start it again, until `stop`."""
        pause = self._first_pause
        while not self._stopped.is_set():
            self.process = subprocess.Popen(self._command)  # noqa: S603 -- our own command
            try:
                self.process.wait(_LIVED_WELL)
                log.warning("the worker of notices ended (%s)", self.process.returncode)
            except subprocess.TimeoutExpired:
                pause = self._first_pause
                self.process.wait()
            self._stopped.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """End it and start no other."""
        self._stopped.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
