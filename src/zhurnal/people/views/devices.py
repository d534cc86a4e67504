"""«Мои устройства»: where one is signed in, and signing out there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import policed
from zhurnal.access.rights import Right
from zhurnal.people.actions.own_sessions import end_other_sessions, end_session
from zhurnal.people.proving import ask_again
from zhurnal.people.queries import own_sessions

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.people.requests import OwnRequest


@policed(Right.SEE_OWN_PAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: OwnRequest) -> HttpResponse:
    """The list. A POST ends one session, or all but this one."""
    if request.method != "POST":
        sessions = own_sessions(request.user, request.session.session_key)
        return render(request, "people/devices.html", {"sessions": sessions})
    if asked := ask_again(request):
        return asked
    key = request.session.session_key
    if request.POST.get("do") == "others":
        ended = end_other_sessions(actor=request.user, session_key=key)
        messages.success(request, _("Вход завершён на других устройствах: {n}.").format(n=ended))
    elif end_session(actor=request.user, handle=request.POST.get("session", "")):
        messages.success(request, _("Вход на этом устройстве завершён."))
    else:
        raise Http404
    return redirect("devices")
