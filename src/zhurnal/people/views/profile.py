"""Pages of the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import policed
from zhurnal.access.rights import Right
from zhurnal.access.roles import Role
from zhurnal.people.actions.passwords import PasswordError, change_password
from zhurnal.people.forms import PasswordForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.people.requests import OwnRequest


@policed(Right.SEE_OWN_PAGES)
@require_safe
def home(request: OwnRequest) -> HttpResponse:
    """Lead to the first desk; to the profile where somebody has none yet."""
    desks = request.standing.desks
    return redirect(desks[0].url_name if desks else "profile")


@policed(Right.SEE_OWN_PAGES)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: OwnRequest) -> HttpResponse:
    """Who one is here, and how one signs in. POST changes the password."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _change_password(request)
        if not errors:
            messages.success(request, _("Пароль изменён. На других устройствах нужно войти заново."))
            return redirect("profile")
    roles = [role for role in Role if role in request.standing.roles]
    return render(request, "people/profile.html", {"roles": roles, "errors": errors})


def _change_password(request: OwnRequest) -> dict[str, str]:
    """Change the password of the account; return what was wrong, by field."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return {name: _("Заполните эту строку. Пароль не изменён.") for name in form.errors}
    try:
        change_password(actor=request.user, **form.cleaned_data, session_key=request.session.session_key)
    except PasswordError as refusal:
        return {refusal.field: refusal.sentence}
    update_session_auth_hash(request, request.user)
    return {}
