"""What a phone fetches at the first visit and at the next one, and when the week is there on a slow network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
# «Slow 4G» of Lighthouse: 150 ms, 1.6 Mbit/s down, 750 kbit/s up.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
FIRST_KB, NEXT_KB, SECONDS = 120, 15, 1.5


def figures(port: int, login: str, password: str, week: str) -> str:
    """Sign in on a phone with an empty cache, read a week, read it again; then a week on a cold slow network."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        first, following, cookies = _weigh(browser, port, login, password, week)
        seconds = _cold(browser, port, week, cookies)
        browser.close()
    return (
        f"Phone: first visit {first:.0f} KB (target ≤ {FIRST_KB}: {_reached(first, FIRST_KB)}), the next page"
        f" {following:.1f} KB (target ≤ {NEXT_KB}: {_reached(following, NEXT_KB)}); slow 4G, nothing cached: the"
        f" week is painted after {seconds:.2f} s (target ≤ {SECONDS} s: {_reached(seconds, SECONDS)})"
    )


def _reached(value: float, target: float) -> str:
    return "reached" if value <= target else "missed"


def _weigh(
    browser: Browser, port: int, login: str, password: str, week: str
) -> tuple[float, float, list[object]]:
    context = browser.new_context(viewport=PHONE, is_mobile=True, base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    sizes: list[float] = []
    _listen(context.new_cdp_session(page), sizes)
    page.goto("/login/")
    page.fill("input[name=login]", login)
    page.fill("input[type=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_selector(".lesson__name", state="attached")
    page.wait_for_load_state("networkidle")
    first = sum(sizes)
    sizes.clear()
    page.goto(week)
    page.wait_for_load_state("networkidle")
    cookies: list[object] = [*context.cookies()]
    context.close()
    return first / 1024, sum(sizes) / 1024, cookies


def _listen(session: CDPSession, sizes: list[float]) -> None:
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))


def _cold(browser: Browser, port: int, week: str, cookies: list[object]) -> float:
    context = browser.new_context(viewport=PHONE, is_mobile=True, base_url=f"http://127.0.0.1:{port}")
    context.add_cookies(cookies)  # type: ignore[arg-type]  # as another context of the same browser gave them
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(week)
    page.wait_for_selector(".day--shown .lesson__name")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return float(painted) / 1000
