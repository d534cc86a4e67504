"""The production server: granian, worker processes of one thread each (docs/decisions/007)."""

from __future__ import annotations

import os
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

# Two threads of a worker take the interpreter from each other at every row read (docs/decisions/007).
THREADS = 1
# With more than there are processors, one slow page keeps a few waiting, and the system deals out the time.
WORKERS_PER_PROCESSOR = 2
MOST_WORKERS = 8  # of some 65 MB each
# A browser or proxy that keeps its connection a minute must not meet a server that has just closed it.
KEEP_ALIVE_MS = 75_000


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet. The server itself would share the port with another one in silence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def default_workers() -> int:
    """How many worker processes serve where nobody says."""
    return min(MOST_WORKERS, WORKERS_PER_PROCESSOR * (os.cpu_count() or 1))


def serve_for_ever(
    host: str, port: int, workers: int, *, application: str = "config.wsgi:application"
) -> None:
    """Serve the application until the process is told to stop."""
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,  # a thread keeps its database connection
        http1_settings=HTTP1Settings(header_read_timeout=KEEP_ALIVE_MS),
        respawn_failed_workers=True,
        log_level=LogLevels.error,  # it warns of more workers than processors
        websockets=False,
    ).serve()
