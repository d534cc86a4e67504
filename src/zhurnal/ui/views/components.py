"""Every part of a page in every state, for eyes and for axe. Only in development."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def components(request: HttpRequest) -> HttpResponse:
    """Show the parts."""
    return render(request, "ui/components_page.html")


components.gate = "public"  # type: ignore[attr-defined]  # see health.py
