"""How forecasts are made, told to whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right

if TYPE_CHECKING:
    from django.http import HttpResponse

    from zhurnal.school.requests import SchoolRequest


@require_safe
@requires(Right.SEE_OWN_PAGES)
def method(request: SchoolRequest) -> HttpResponse:
    """What goes into a forecast, what does not, and how far to trust it. No query of its own."""
    return render(request, "forecasts/method.html")
