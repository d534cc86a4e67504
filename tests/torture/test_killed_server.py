"""What the server said to be saved stands after `kill -9`, once: a short run of `make torture`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 4
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.commands
def test_no_acknowledged_mark_is_lost_or_doubled_when_the_server_is_killed():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHURNAL_")}
    run = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--kills", str(KILLS)], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"kills {KILLS}, acknowledged " in run.stdout
    assert "acknowledged 0," not in run.stdout
    assert "lost 0\ndoubled 0\ntorn 0\n" in run.stdout
    assert "verify and check: clean" in run.stdout
