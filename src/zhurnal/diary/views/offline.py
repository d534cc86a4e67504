"""«Читать без сети»: a family lets this device keep the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.views.unchanged import reader_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_DIARY)
def offline(request: SchoolRequest) -> HttpResponse:
    """The switch of this device; for families only. No query of its own."""
    pupils = sorted(request.standing.pupil_ids | request.standing.child_ids)
    if not pupils:
        raise Http404
    context = {"reader": reader_of(request), "pupils": " ".join(map(str, pupils))}
    return render(request, "diary/offline.html", context)
