"""The way in and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhurnal.access.gate import public
from zhurnal.people.actions.devices import note_device
from zhurnal.people.actions.sign_in import TooManyFailuresError, prove
from zhurnal.people.browsers import browser_of, give_token, token_of
from zhurnal.people.forms import SignInForm
from zhurnal.people.sessions import BEGUN_AT, BROWSER, DEVICE, PROVED_AT
from zhurnal.people.views.next_page import next_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from zhurnal.people.models import User


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login and password; lead on to where the reader wanted to go."""
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return _page(request)
    try:
        user = _proved(request)
    except TooManyFailuresError:
        sentence = _("Слишком много неверных попыток. Подождите 15 минут и попробуйте снова.")
        return _page(request, sentence, status=429)
    if user is None:
        return _page(request, _("Логин или пароль не подошёл. Проверьте раскладку и Caps Lock."))
    answer = redirect(next_page(request))
    _begin(request, user, answer)
    return answer


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and leave nothing of it in the browser: school computers are shared."""
    logout(request)
    answer = redirect("login")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _proved(request: HttpRequest) -> User | None:
    form = SignInForm(request.POST)
    return prove(form.cleaned_data["login"], form.cleaned_data["password"]) if form.is_valid() else None


def _begin(request: HttpRequest, user: User, answer: HttpResponse) -> None:
    """Sign in, and remember in which browser that was."""
    now, browser, token = timezone.now(), browser_of(request), token_of(request)
    mark = note_device(user=user, token=token, browser=browser, at=now)
    login(request, user)
    moment = int(now.timestamp())
    request.session.update({BEGUN_AT: moment, PROVED_AT: moment, BROWSER: browser, DEVICE: mark})
    give_token(answer, token)


def _page(request: HttpRequest, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {"sentence": sentence, "login": request.POST.get("login", ""), "next": next_page(request)}
    return render(request, "people/sign_in.html", context, status=status)
