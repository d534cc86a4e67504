"""The gate in front of every view: a view without a right does not start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase, JsonResponse

from zhurnal.access.rights import ROLES_WITH, Right

if TYPE_CHECKING:
    from django.http import HttpRequest

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Mark a view that needs no sign-in. The permission matrix asks every view for this mark or a right."""
    view.gate = "public"  # type: ignore[attr-defined]  # functions carry attributes
    return view


def requires(right: Right) -> Callable[[View], View]:
    """Let in a signed-in person who holds `right` in any role; 403 for others, the sign-in page for strangers."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if ROLES_WITH[right].isdisjoint(request.standing.roles):  # type: ignore[attr-defined]  # set by StandingMiddleware
                raise PermissionDenied
            return view(request, *args, **kwargs)

        gated.gate = right  # type: ignore[attr-defined]  # functions carry attributes
        return gated

    return decorate


def policed(right: Right) -> Callable[[View], View]:
    """Like `requires`, for a view whose first policy query is itself the check of the right.

    It saves the query for the roles on the paths that are called with every key press.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            return view(request, *args, **kwargs)

        gated.gate = right  # type: ignore[attr-defined]  # functions carry attributes
        return gated

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.content_type == "application/json":
        return JsonResponse({"code": "signed_out"}, status=401)
    return redirect_to_login(request.get_full_path())
