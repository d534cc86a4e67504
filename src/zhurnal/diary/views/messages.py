"""Tab «Сообщения»: what the school has written into the diary, and the signature under it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.lures import lures_of
from zhurnal.diary.queries.messages import all_entries, entry_file_of, talk_of
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.messaging.actions.receipts import acknowledge_entry, read_entries
from zhurnal.messaging.actions.replies import LONGEST_REPLY, reply
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.policies import (
    entries_to_acknowledge_by,
    entries_to_answer_by,
    received_entries_visible_to,
)
from zhurnal.messaging.texts import own_hosts
from zhurnal.ui.given import as_id, form_id
from zhurnal.ui.sending import send

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http.response import HttpResponseBase

    from zhurnal.diary.queries.frame import Frame
    from zhurnal.messaging.models import EntryRecipient
    from zhurnal.messaging.queries import EntryView
    from zhurnal.school.requests import SchoolRequest

PAGE = 20
MOST_READ = 500
UNPROCESSABLE = 422


@require_safe
@requires(Right.SEE_DIARY)
def messages(request: SchoolRequest, pupil: int) -> HttpResponse:
    """The entries of a diary, newest first: a page of them, and more up to the one that `?to=` names."""
    return _page(request, open_diary(request, pupil), request.GET.get("to", ""))


def _page(request: SchoolRequest, frame: Frame, wanted: str, **typed: Any) -> HttpResponse:
    """`typed` is a reply that was not sent: text and sentence."""
    found = all_entries(frame)
    number = _number_shown(found, wanted)
    shown, reader, hosts = found[:number], request.standing.person_id, own_hosts()
    fresh = [one for one in shown if frame.is_family and not one.is_withdrawn and not one.read_by(reader)]
    replies = talk_of(frame, request.standing, found)
    context: dict[str, Any] = {
        "entries": shown, "next_entry": next(iter(found[number:]), None), "fresh": fresh,
        "replies": replies, "hours": replies.hours(shown), "typed": typed, "wanted": wanted,
        "warned": {one.entry_id for one in shown if not one.is_withdrawn and lures_of(one.text, hosts)},
        "new_id": uuid.uuid4, "longest": LONGEST_REPLY,
    }  # fmt: skip
    return show(request, frame, "messages", **context)


def _number_shown(found: Sequence[EntryView], wanted: str) -> int:
    """Whole pages, as many as it takes to show the entry `wanted`."""
    place = next((place for place, one in enumerate(found) if str(one.entry_id) == wanted), 0)
    return (place // PAGE + 1) * PAGE


@require_POST
@requires(Right.SEE_DIARY)
def receipt(request: SchoolRequest, pupil: int, entry: int) -> HttpResponse:
    """«Ознакомлен(а)»: the reader signs one entry. Staff may look at it but not sign: 403."""
    place = {"pupil": pupil, "entry": entry}
    get_object_or_404(received_entries_visible_to(request.standing), **place)
    mine = entries_to_acknowledge_by(request.standing).select_related("entry__school")
    recipient = mine.filter(**place).first()
    if recipient is None:
        raise PermissionDenied
    try:
        acknowledge_entry(actor=request.user, recipient=recipient, seen=as_id(request.POST.get("seen", "")))
    except MessagingError as refused:
        notes.warning(request, refused.sentence)
    return redirect(_address(pupil, entry))


def _address(pupil: int, entry: int) -> str:
    return f"{reverse('diary-messages', args=[pupil])}?to={entry}#entry-{entry}"


@require_POST
@requires(Right.SEE_DIARY)
def read(request: SchoolRequest, pupil: int) -> HttpResponse:
    """Note that entries were read: each is named with the version that was on the screen, «12-1»."""
    frame = open_diary(request, pupil)
    if not frame.is_family:
        raise PermissionDenied
    seen = dict(_seen(request.POST.getlist("entry")[:MOST_READ]))
    mine = entries_to_acknowledge_by(request.standing).filter(pupil=pupil, entry__in=seen)
    by_school: dict[int, list[EntryRecipient]] = {}
    for one in mine.select_related("entry__school"):
        by_school.setdefault(one.entry.school_id, []).append(one)
    for recipients in by_school.values():
        read_entries(actor=request.user, recipients=recipients, seen=seen)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect("diary-messages", pupil=pupil)


def _seen(given: Sequence[str]) -> Iterator[tuple[int, int]]:
    for one in given:
        entry, _dash, version = one.partition("-")
        numbers = as_id(entry), as_id(version)
        if None not in numbers:
            yield numbers  # type: ignore[misc]  # neither is None


@require_safe
@requires(Right.SEE_DIARY)
def entry_file(request: SchoolRequest, pupil: int, entry: int, file: int) -> HttpResponseBase:
    """A file of an entry in the diary."""
    found = entry_file_of(open_diary(request, pupil), request.standing, entry, file)
    if found is None:
        raise Http404
    return send(found)


@require_POST
@requires(Right.SEE_DIARY)
def entry_reply(request: SchoolRequest, pupil: int, entry: int) -> HttpResponse:
    """A guardian answers the author. What is refused stays in its field."""
    place = {"pupil": pupil, "entry": entry}
    get_object_or_404(received_entries_visible_to(request.standing), **place)
    mine = entries_to_answer_by(request.standing).select_related("entry__school")
    recipient = mine.filter(**place).first()
    if recipient is None:
        raise PermissionDenied
    text, change = request.POST.get("text", ""), form_id(request.POST.get("change_id", ""))
    try:
        reply(actor=request.user, recipient=recipient, text=text, change_id=change)
    except MessagingError as refused:
        frame = open_diary(request, pupil)
        page = _page(request, frame, str(entry), entry=entry, text=text, sentence=refused.sentence)
        page.status_code = UNPROCESSABLE
        return page
    return redirect(_address(pupil, entry))
