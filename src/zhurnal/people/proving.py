"""Asking for the password again before something that a stranger at an open browser must not do.

Who may read on, where, and who takes a child's data along: a view asks `ask_again` first. The page brings along
what was posted, so that nothing is typed twice and the view needs no second address.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhurnal.people.actions.sign_in import TooManyFailuresError, prove
from zhurnal.people.forms import ProofForm
from zhurnal.people.sessions import PROVED_AT

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from zhurnal.people.models import User

FRESH = dt.timedelta(minutes=15)
_OWN_FIELDS = {"proof", "csrfmiddlewaretoken"}


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """The page that asks; None where the password was proved within 15 minutes, or with this very request."""
    if _is_fresh(request):
        return None
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _page(request, "")
    try:
        proved = prove(cast("User", request.user).login, form.cleaned_data["proof"])
    except TooManyFailuresError:
        sentence = _("Слишком много неверных попыток. Ничего не изменено. Повторите через 15 минут.")
        return _page(request, sentence, status=429)
    if proved is None:
        return _page(request, _("Пароль не подошёл. Ничего не изменено. Введите его ещё раз."))
    # A new key for a session that may do more than before; the store writes down when that was.
    request.session.cycle_key()
    return None


def _is_fresh(request: HttpRequest) -> bool:
    proved_at = request.session.get(PROVED_AT, 0)
    return bool(timezone.now().timestamp() - proved_at <= FRESH.total_seconds())


def _page(request: HttpRequest, sentence: str, status: int = 200) -> HttpResponse:
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _OWN_FIELDS
    ]  # fmt: skip
    return render(request, "people/prove.html", {"posted": posted, "sentence": sentence}, status=status)
