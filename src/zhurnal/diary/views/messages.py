"""Tab «Сообщения»: what the school has written into the diary, and the signature under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.messages import all_entries
from zhurnal.diary.views.pages import open_diary, show
from zhurnal.messaging.actions.receipts import acknowledge_entry
from zhurnal.messaging.policies import entries_to_acknowledge_by, received_entries_visible_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from zhurnal.messaging.queries import EntryView
    from zhurnal.school.requests import SchoolRequest

PAGE = 20


@require_safe
@requires(Right.SEE_DIARY)
def messages(request: SchoolRequest, pupil: int) -> HttpResponse:
    """The entries of a diary, newest first: a page of them, and more up to the one that `?to=` names."""
    frame = open_diary(request, pupil)
    found = all_entries(frame)
    number = _number_shown(found, request.GET.get("to", ""))
    return show(
        request, frame, "messages", entries=found[:number], next_entry=next(iter(found[number:]), None)
    )


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
    acknowledge_entry(actor=request.user, recipient=recipient)
    return redirect(f"{reverse('diary-messages', args=[pupil])}?to={entry}#entry-{entry}")
