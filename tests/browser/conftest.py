"""A real Chromium in front of a real server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright._impl._api_structures import SetCookieParam
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.cast import Cast
    from zhurnal.people.models import User

# Playwright's loop runs in the thread of the test; Django would take the test for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A page answers in a fraction of this; a busy machine with two browsers may not.
expect.set_options(timeout=20_000)

DESK, PHONE = (1366, 768), (390, 844)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def school_on_line(live_server: LiveServer, cast: Cast) -> Cast:
    """The cast behind a running server."""
    assert live_server.url
    return cast


@pytest.fixture
def open_as(
    chromium: Browser, live_server: LiveServer, school_on_line: Cast
) -> Iterator[Callable[..., Page]]:
    """`open_as(user, path, …)`: a page of a browser of its own, signed in; None for a stranger.

    Fails the test where the page asked another host for anything, or its scripts broke.
    """
    assert school_on_line
    contexts, foreign, errors = [], [], []

    def open_page(user: User | None, path: str, *, size: tuple[int, int] = DESK, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            locale="ru-RU",
            **options,
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([signed_in(user, live_server.url)])
        page = context.new_page()
        page.on("request", lambda request: foreign.append(request.url) if _foreign(request.url) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    def _foreign(url: str) -> bool:
        return not url.startswith((live_server.url, "data:", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == [], "no page loads anything from another host"
    assert errors == [], "no script breaks"


def signed_in(user: User, url: str) -> SetCookieParam:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": url}
