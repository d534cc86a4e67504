"""`make pictures`: the pictures of README from the demo school; with a folder, every page for a review.

python -m tests.browser.pictures           docs/pictures/grid.png, docs/pictures/diary.png
python -m tests.browser.pictures FOLDER    every page at desk and phone size, light and dark
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.load import bench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
SCHEMES = ("light", "dark")
PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"


def main(folder: str | None = None) -> int:
    """Serve the demo school, take the pictures."""
    bench.prepare()
    places = bench.find_places()
    with bench.server(), sync_playwright() as playwright:
        browser = launch(playwright)
        shots = _all_shots(places, Path(folder)) if folder else _readme_shots(places)
        for login, of_login in shots.items():
            with _signed_in(browser, login) as page:
                for shot in of_login:
                    _take(page, shot)
    return 0


@dataclass
class Shot:
    """One picture: where, how large, in which scheme, into which file."""

    path: str
    file: Path
    size: tuple[int, int] = SIZES["desk"]
    scheme: str = "light"


def _readme_shots(places: bench.Places) -> dict[str, list[Shot]]:
    return {
        "teacher": [Shot(places.running_grid, PICTURES / "grid.png")],
        "parent": [Shot(f"/diary/{places.child}/week/2026-W10/", PICTURES / "diary.png")],
    }


def _all_shots(places: bench.Places, folder: Path) -> dict[str, list[Shot]]:
    diary = f"/diary/{places.child}"
    pages = {
        "": ["/login/", "/view/", "/nowhere/"],
        "teacher": ["/journal/", places.running_grid, f"/lessons/{places.lesson}/", "/profile/"],
        "parent": [
            f"{diary}/week/2026-W10/", f"{diary}/week/2026-W02/", f"{diary}/marks/?view=simple",
            f"{diary}/marks/?view=extended", f"{diary}/messages/",
        ],
        "classteacher": ["/journal/", "/classes/"],
        "deputy": ["/oversight/", "/classes/", "/journal/"],
        "office": ["/classes/"],
        "auditor": ["/oversight/"],
        "admin": ["/installation/"],
    }  # fmt: skip
    return {
        login: [
            Shot(
                path, folder / f"{login or 'stranger'}{_slug(path)}-{size}-{scheme}.png", SIZES[size], scheme
            )
            for path in paths
            for size in SIZES
            for scheme in SCHEMES
        ]
        for login, paths in pages.items()
    }


def _slug(path: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in path).rstrip("-")


@contextmanager
def _signed_in(browser: Browser, login: str) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{bench.PORT}", locale="ru-RU")
    page = context.new_page()
    if login:
        page.goto("/login/")
        page.fill('[name="login"]', login)
        page.fill('[name="password"]', bench.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login/" not in url)
    yield page
    context.close()


def _take(page: Page, shot: Shot) -> None:
    width, height = shot.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if shot.scheme == "dark" else "light")
    page.goto(shot.path)
    page.wait_for_load_state("networkidle")
    shot.file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=shot.file)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
