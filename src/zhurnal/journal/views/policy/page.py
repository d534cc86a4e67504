"""The rules that hold in a school, in words, with the versions before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.journal.queries.policy_page import policy_page
from zhurnal.journal.views.policy.scope import scope_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.EDIT_POLICY)
def policy(request: SchoolRequest) -> HttpResponse:
    """What holds today, by which version each period is reckoned, what each version has changed."""
    scope = scope_of(request, request.GET)
    return render(
        request, "journal/policy/page.html", {"scope": scope, "rulebook": policy_page(scope.school)}
    )
