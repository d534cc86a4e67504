"""Gives every request the standing of its account and the school whose day and colours it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class StandingMiddleware:
    """`request.standing`, looked up when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(  # type: ignore[attr-defined]  # read through zhurnal.school.requests
            lambda: standing_of(request.user, timezone.localdate())
        )
        return self.get_response(request)
