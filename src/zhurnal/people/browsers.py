"""Telling one browser from another: in words for people, by a cookie of our own for the house. No fingerprints."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_AGENT = 300
A_YEAR = 60 * 60 * 24 * 365
_TOKEN_BYTES = 16
_TOKEN_LENGTH = len(secrets.token_urlsafe(_TOKEN_BYTES))
_BROWSERS = {
    "YaBrowser": "Яндекс Браузер", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS",
    "Linux": "Linux",
}  # fmt: skip


def browser_of(request: HttpRequest) -> str:
    """«Chrome, Android»: by which one tells one's devices apart; "" where the browser says nothing known."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    found = [
        next((name for sign, name in known.items() if sign in agent), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def token_of(request: HttpRequest) -> str:
    """What the browser was given at an earlier sign-in of anybody; something new where it was given nothing."""
    given = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return given if len(given) == _TOKEN_LENGTH else secrets.token_urlsafe(_TOKEN_BYTES)


def give_token(response: HttpResponse, token: str) -> None:
    """Let the browser bring it along next time. It opens nothing, and stays when somebody signs out."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, token, max_age=A_YEAR, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
