"""«Новое»: what happened, and that one has seen it. Looking writes nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.notices.actions.choices import note_seen
from zhurnal.notices.queries.news import news as news_of
from zhurnal.notices.queries.news import number_new

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.SEE_NEWS)
def news(request: SchoolRequest) -> HttpResponse:
    """The news of all own children; a POST says up to where they were seen."""
    if request.method == "POST":
        note_seen(actor=request.user, until=_moment(request.POST.get("until", "")))
        return redirect("news")
    found = news_of(request.user, request.standing)
    request.school = found.school
    return render(request, "notices/news.html", {"news": found})


@require_safe
@requires(Right.SEE_NEWS)
def news_count(request: SchoolRequest) -> HttpResponse:
    """How much is new: asked by the head of a page after it is shown, so that the page itself need not wait."""
    return JsonResponse({"count": number_new(request.user, request.standing)})


def _moment(text: str) -> dt.datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadRequest
    return found.astimezone(dt.UTC)
