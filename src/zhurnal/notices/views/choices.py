"""«Уведомления»: what to be told of, when, and where one is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhurnal.access.gate import policed, requires
from zhurnal.access.rights import Right
from zhurnal.notices.actions import choices as verbs
from zhurnal.notices.actions import reach
from zhurnal.notices.errors import NoticeError
from zhurnal.notices.forms import HoursForm, SubscriptionForm, paces_in
from zhurnal.notices.kinds import Channel, Pace
from zhurnal.notices.queries.choices import choices_of
from zhurnal.people.browsers import browser_of
from zhurnal.people.proving import ask_again
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_OWN_PAGES)
def notice_settings(request: SchoolRequest) -> HttpResponse:
    """The choices of the account; a POST does what its button says."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        do = _VERBS.get(request.POST.get("do", ""), _choose)
        if do in _PROVED and (asked := ask_again(request)):
            return asked
        try:
            messages.success(request, do(request))
            return redirect("notice-settings")
        except NoticeError as refusal:
            errors = {_FIELD_OF.get(refusal.code, "save"): refusal.sentence}
    context = {
        "chosen": choices_of(request.user, request.standing),
        "paces": [("", Pace.choices)],
        "channels": list(Channel),
        "errors": errors,
        "typed": request.POST if errors else {},
    }
    return render(request, "notices/settings.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed(Right.SEE_OWN_PAGES)
def confirm(request: SchoolRequest, token: str) -> HttpResponse:
    """The link of the letter. Programs that look into letters open links: only the button confirms."""
    if request.method != "POST":
        return render(request, "notices/confirm.html")
    if not reach.confirm_address(actor=request.user, token=token):
        raise Http404
    messages.success(request, _("Адрес почты подтверждён."))
    return redirect("notice-settings")


@require_POST
@policed(Right.SEE_OWN_PAGES)
def devices(request: SchoolRequest) -> HttpResponse:
    """A browser lets itself be woken up: its script posts what its push service gave."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"sentence": _("Браузер прислал подписку не полностью.")}, status=422)
    try:
        reach.add_device(actor=request.user, label=browser_of(request), **form.cleaned_data)
    except NoticeError as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=422)
    return JsonResponse({}, status=201)


def _choose(request: SchoolRequest) -> str:
    form = HoursForm(request.POST)
    if not form.is_valid():
        raise NoticeError("bad_hours", _("Часы записаны не так. Ничего не изменено. Пример: 17:30."))
    verbs.choose(
        actor=request.user, standing=request.standing, paces=paces_in(request.POST), hours=form.hours(),
        is_detailed=form.cleaned_data["is_detailed"],
    )  # fmt: skip
    return _("Сохранено.")


def _quieter(request: SchoolRequest) -> str:
    verbs.be_quieter(actor=request.user, quieter=True)
    return _("Стало тише: всё, кроме безопасности входа, придёт в сводке дня.")


def _as_chosen(request: SchoolRequest) -> str:
    verbs.be_quieter(actor=request.user, quieter=False)
    return _("Снова так, как выбрано в таблице.")


def _set_address(request: SchoolRequest) -> str:
    reach.set_address(actor=request.user, address=request.POST.get("address", ""))
    return _("Отправлено письмо со ссылкой. Откройте её, и письма начнут приходить.")


def _forget_address(request: SchoolRequest) -> str:
    reach.forget_address(actor=request.user)
    return _("Писем больше не будет.")


def _remove_device(request: SchoolRequest) -> str:
    number = as_id(request.POST.get("device", ""))
    if number is None or not reach.remove_device(actor=request.user, device=number):
        raise Http404
    return _("Устройство убрано.")


_VERBS: dict[str, Callable[[SchoolRequest], str]] = {
    "quieter": _quieter,
    "as-chosen": _as_chosen,
    "address": _set_address,
    "address-remove": _forget_address,
    "device-remove": _remove_device,
}
# Letters tell of sign-ins: who sends them elsewhere must be the owner.
_PROVED = (_set_address, _forget_address)
_FIELD_OF = {
    "bad_address": "address", "too_often": "address", "no_mail": "address",
    "digest_in_quiet": "digest_at", "bad_hours": "digest_at",
}  # fmt: skip
