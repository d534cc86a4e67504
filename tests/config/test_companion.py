"""The worker beside the server is there, and there again."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from config.companion import companion

pytestmark = pytest.mark.commands
SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
END = (sys.executable, "-c", "")


def until(met):
    for _ in range(200):
        if met():
            return
        time.sleep(0.05)
    pytest.fail("did not happen in ten seconds")


def process_of(kept, other_than=None):
    """The process that is kept running, once it is there."""
    until(lambda: kept.process not in {None, other_than})
    assert kept.process is not None
    return kept.process


def test_a_worker_that_is_killed_is_started_again_and_ends_with_the_server():
    with companion(SLEEP, first_pause=0.01) as kept:
        first = process_of(kept)
        os.kill(first.pid, signal.SIGKILL)
        second = process_of(kept, other_than=first)
        assert second.poll() is None
    until(lambda: second.poll() is not None)


def test_one_that_ends_at_once_is_not_started_without_a_pause():
    with companion(END, first_pause=0.2) as kept:
        seen = set()
        ends = time.monotonic() + 2
        while time.monotonic() < ends:
            seen.add(process_of(kept).pid)
            time.sleep(0.01)
    assert len(seen) < 6
