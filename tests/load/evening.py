"""The evening of the families: 1 500 in an hour and ten in a second, each reads the week, the count of news, marks.

The hour is no load at all; so ten families come every second, without a pause, and the slowest answer counts.
"""

from __future__ import annotations

from tests.load.open_loop import run
from tests.load.page import Page
from tests.load.visitors import Reader

FAMILIES = 300  # each with its own session and child
A_SECOND, WARM, SECONDS = 10, 4, 20
TARGET_MS = 200  # of the slowest


def figures(port: int) -> str:
    """Let the families read from the server on `port`; the demo school's database is set up in this process."""
    from tests.load.peak_places import gather  # noqa: PLC0415 -- models need Django

    pages = gather(0, {"diary week": FAMILIES, "marks, simple": FAMILIES})
    pages["count of news"] = [Page(one.session, "/news/count/", {}) for one in pages["diary week"]]
    del pages["save"]
    families = {kind: [Reader(page) for page in some] for kind, some in pages.items()}
    rates = dict.fromkeys(families, A_SECOND)
    run(port, families, rates, WARM)
    evening = run(port, families, rates, SECONDS)
    took = sorted(one for some in evening.took.values() for one in some)
    p50, p95 = (took[int(len(took) * share)] for share in (0.5, 0.95))
    reached = "reached" if took[-1] <= TARGET_MS and not evening.errors else "missed"
    return (
        f"Evening: {A_SECOND} families a second, {len(took)} pages, p50 {p50:.1f} ms, p95 {p95:.1f} ms, slowest"
        f" {took[-1]:.0f} ms, errors {len(evening.errors)} (target: slowest ≤ {TARGET_MS} ms: {reached})"
    )
