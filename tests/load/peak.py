"""The peak of a school's day: everybody saves and reads at once (`make bench`, or this module alone).

60 saves and 150 pages a second, each at its moment whether the answer before has come or not. Writers, readers
and server share the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from config.environment import sqlite_journal_mode
from tests.load import bench
from tests.load.open_loop import Run, run
from tests.load.page import Page
from tests.load.processors import Use
from tests.load.visitors import Reader, Writer
from tests.on_postgresql import AS_IN_PRODUCTION, private_server
from tests.torture.judge import Faults, judge

SAVES = 60  # a second, by as many writers
READS = {"grid": 45, "lesson sheet": 15, "diary week": 50, "marks, simple": 25, "marks, by date": 15}
WARM, SECONDS, FLOOR_SECONDS = 4, 25, 8
TARGET_MS = 50  # p95 of both


def main() -> int:
    """Measure on SQLite, or on a PostgreSQL made for it; 1 where an answer was wrong or a mark is lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.peak", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    if not parser.parse_args().postgresql:
        return _measure()
    with private_server(AS_IN_PRODUCTION) as address:
        os.environ["ZHURNAL_DATABASE_URL"] = address
        return _measure()


def _measure() -> int:
    bench.prepare()
    bench.set_up()
    from tests.load.peak_places import gather  # noqa: PLC0415 -- models need Django
    from tests.torture import school  # noqa: PLC0415 -- the same

    pages = gather(SAVES, READS)
    writers = [Writer(page) for page in pages.pop("save")]
    before = {cell: stands for one in writers for cell, stands in one.page.cells.items()}
    first = school.last_line()
    readers = {kind: [Reader(page) for page in some] for kind, some in pages.items()}
    floor = [Reader(Page(one.session, "/floor/", {})) for some in pages.values() for one in some]
    rates = {"save": SAVES, **READS}
    with bench.server() as parent:
        run(bench.PORT, {"floor": floor}, {"floor": sum(rates.values())}, WARM)
        bare = run(bench.PORT, {"floor": floor}, {"floor": sum(rates.values())}, FLOOR_SECONDS)
        run(bench.PORT, {"save": writers, **readers}, rates, WARM)
        use = Use([parent, *_postmaster()])
        peak = run(bench.PORT, {"save": writers, **readers}, rates, SECONDS)
        shares = use.in_words()
    told = [one for writer in writers for one in writer.told]
    faults = judge(told, school.lines_after(first), before, school.standing(before))
    _tell(_database(), bare, peak, len(told), faults)
    print(shares)
    return 1 if peak.errors or any(faults) else 0


def _database() -> str:
    from django.db import connection  # noqa: PLC0415 -- after it has been named

    mode = f", journal {sqlite_journal_mode()}" if connection.vendor == "sqlite" else ""
    return f"{connection.display_name}{mode}"


def _postmaster() -> list[int]:
    """The first process of a PostgreSQL made for the measurement."""
    folder = os.environ.get("ZHURNAL_DATABASE_URL", "").partition("?host=")[2]
    file = Path(folder) / "data" / "postmaster.pid"
    return [int(file.read_text(encoding="utf-8").split()[0])] if file.exists() else []


def _tell(database: str, bare: Run, peak: Run, told: int, faults: Faults) -> None:
    floor = bare.took["floor"]
    saves, reads = peak.took.pop("save"), [one for some in peak.took.values() for one in some]
    print(f"\nPeak on {database}: {SAVES} saves and {sum(READS.values())} pages a second at once, {SECONDS} s,"
          " each from its planned moment; server and clients share the machine")  # fmt: skip
    print(f"{'':<20}{'count':>7}{'p50 ms':>8}{'p95':>8}{'p99':>8}{'p95 × bare':>12}   target")
    rows = {"floor: bare page": floor, "saves": saves, "reads": reads, **peak.took}
    for name, took in rows.items():
        p50, p95, p99 = (quantile(took, share) for share in (0.5, 0.95, 0.99))
        target = f"p95 ≤ {TARGET_MS} ms: {'reached' if p95 <= TARGET_MS else 'missed'}"
        print(
            f"{name:<20}{len(took):>7}{p50:>8.1f}{p95:>8.1f}{p99:>8.1f}{p95 / quantile(floor, 0.95):>12.1f}"
            f"   {target if name in ('saves', 'reads') else ''}"
        )
    print(f"errors {len(peak.errors)}, marks told to be saved {told}, lost {len(faults.lost)},"
          f" doubled {len(faults.doubled)}, torn {len(faults.torn)}", *peak.errors[:3], sep="\n  ")  # fmt: skip


def quantile(took: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(took)[min(len(took) - 1, int(len(took) * share))]


if __name__ == "__main__":
    sys.exit(main())
