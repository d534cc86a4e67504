"""Which weeks of the diaries of a class are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.diary.queries.coverage import coverage_of
from zhurnal.journal.policies import summaries_visible_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_SIGNATURES)
def class_signatures(request: SchoolRequest, school_class: int) -> HttpResponse:
    """Pupils by weeks: who has signed. It is there to remind by, no week ever closes."""
    shown = get_object_or_404(summaries_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    coverage = coverage_of(shown, request.standing, request.school.today())
    return render(request, "diary/signatures.html", {"school_class": shown, "coverage": coverage})
