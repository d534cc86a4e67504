"""The system's Chromium: browsers are not downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

PROGRAM = "/usr/bin/chromium"
# Quiet: it asks nobody anything. No sandbox: CI runs as root.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
]  # fmt: skip


def launch(playwright: Playwright) -> Browser:
    """Start it, headless."""
    return playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
