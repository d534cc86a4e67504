"""Who used the processors during a measurement: a shared machine spoils a figure, and this tells how much."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 10  # per cent that everything else may use without spoiling the figures


@dataclass
class Use:
    """Processor time since its making."""

    servers: list[int]  # the processes whose children serve, and the database's

    def __post_init__(self) -> None:
        self.began, self.before = time.monotonic(), self._now()

    def in_words(self) -> str:
        """In per cent of all processors."""
        passed = (time.monotonic() - self.began) * (os.cpu_count() or 1)
        server, clients, busy = (now - then for now, then in zip(self._now(), self.before, strict=True))
        parts = {"server": server, "clients": clients, "everything else": max(0.0, busy - server - clients)}
        shares = {name: 100 * part / passed for name, part in parts.items()}
        told = ", ".join(f"{name} {share:.0f} %" for name, share in shares.items())
        noisy = shares["everything else"] > QUIET
        return f"of {os.cpu_count()} processors: {told}" + " (not quiet: latencies are too high)" * noisy

    def _now(self) -> tuple[float, float, float]:
        user, nice, system, _, _, irq, soft, *_ = _fields("/proc/stat", 1)
        return (
            sum(_process(pid) for parent in self.servers for pid in [parent, *_children(parent)]),
            time.process_time(),
            (user + nice + system + irq + soft) / TICKS,
        )


def _process(pid: int) -> float:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(text[11]) + int(text[12])) / TICKS


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [int(one) for one in text.split()]


def _fields(path: str, skip: int) -> list[int]:
    line = Path(path).read_text(encoding="utf-8").splitlines()[0]
    return [int(one) for one in line.split()[skip:]]
