"""Who sends the request, in which language to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from zhurnal.people.models import User
    from zhurnal.people.sessions import SessionStore


class SignInMiddleware:
    """Puts the account of the session into `request.user` and switches to its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _account(request))  # type: ignore[assignment]  # Django's own way
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        language = getattr(request.user, "language", None) if has_session else None
        with translation.override(language or _language_of(request)):
            response = self.get_response(request)
        if has_session and not response.has_header("Cache-Control"):
            # A shared school computer must not show the last person's page by the Back button.
            response["Cache-Control"] = "no-store, private"
        return response


def _language_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _account(request: HttpRequest) -> User | AnonymousUser:
    session = cast("SessionStore", request.session)
    proof = session.get(HASH_SESSION_KEY, "")
    user = session.signed_in
    if user is None or not user.is_active or str(user.pk) != session.get(SESSION_KEY):
        return AnonymousUser()
    if not constant_time_compare(proof, user.get_session_auth_hash()):
        session.flush()
        return AnonymousUser()
    return user
