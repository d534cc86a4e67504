"""How the reader wants to see the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import public
from zhurnal.people.models import User
from zhurnal.people.views.next_page import next_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_YEAR = 60 * 60 * 24 * 365


@public
@require_http_methods(["GET", "HEAD", "POST"])
def view_settings(request: HttpRequest) -> HttpResponse:
    """Show the settings; keep what was pressed: with the account, or for a stranger in a cookie."""
    if request.method != "POST":
        return render(request, "people/view_settings.html")
    pressed = {name: request.POST[name] for name in _known() if name in request.POST}
    if not pressed or any(value not in _known()[name] for name, value in pressed.items()):
        raise BadRequest
    answer = redirect(next_page(request))
    if request.user.is_authenticated:
        _keep(request.user, pressed)
        return answer
    for name, value in pressed.items():
        answer.set_cookie(
            name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return answer


def _known() -> dict[str, list[str]]:
    """The fields and what each may hold."""
    return {
        "theme": User.Theme.values,
        "scheme": User.Scheme.values,
        "letter_space": User.Space.values,
        "line_space": User.Space.values,
        "font": User.Font.values,
        "pictures": User.Pictures.values,
        "text_size": [str(size) for size in User.TextSize.values],
        "language": [code for code, _ in settings.LANGUAGES],
    }


def _keep(user: User, pressed: dict[str, str]) -> None:
    for name, value in pressed.items():
        setattr(user, name, value)
    user.save(update_fields=list(pressed))
