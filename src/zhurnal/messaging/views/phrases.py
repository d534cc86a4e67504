"""The texts with which entries begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.messaging.actions.entries import LONGEST_TEXT
from zhurnal.messaging.actions.phrases import LONGEST_TITLE, add_phrase, remove_phrase
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry
from zhurnal.messaging.policies import HEADS, phrases_open_to, schools_written_for
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.WRITE_ENTRIES)
def phrases(request: SchoolRequest) -> HttpResponse:
    """One's own and the school's: add one, remove one, begin an entry with one."""
    if request.method != "POST":
        return _page(request)
    try:
        if request.POST.get("do") == "remove":
            remove_phrase(actor=request.user, phrase_id=as_id(request.POST.get("phrase", "")) or 0)
            messages.success(request, _("Шаблон убран."))
        else:
            _add(request)
            messages.success(request, _("Шаблон сохранён."))
    except MessagingError as refused:
        return _page(request, refused.sentence)
    return redirect("entry-phrases")


def _add(request: SchoolRequest) -> None:
    """Raises MessagingError."""
    schools = {one.pk: one for one in schools_written_for(request.standing)}
    school = schools.get(as_id(request.POST.get("school", "")) or 0)
    if school is None:
        raise MessagingError("not_your_phrase")
    data = request.POST
    add_phrase(
        actor=request.user, school=school, kind=data.get("kind", ""), title=data.get("title", ""),
        text=data.get("text", ""), of_school=data.get("of_school") == "1",
    )  # fmt: skip


def _page(request: SchoolRequest, sentence: str = "") -> HttpResponse:
    schools = list(schools_written_for(request.standing))
    request.school = schools[0] if schools else None
    context = {
        "phrases": list(phrases_open_to(request.standing).select_related("school")),
        "schools": schools,
        "heads_of": request.standing.schools(*HEADS), "kinds": DiaryEntry.Kind.choices,
        "typed": request.POST if sentence else {}, "sentence": sentence,
        "longest_title": LONGEST_TITLE, "longest_text": LONGEST_TEXT,
    }  # fmt: skip
    return render(request, "messaging/phrases.html", context, status=UNPROCESSABLE if sentence else 200)
