"""All addresses. The only place that knows every room's pages; their names stand in docs/contract.md."""

from __future__ import annotations

from django.urls import include, path

# The most visited first: an address is compared with one after another.
ROOMS_WITH_PAGES = (
    "diary", "journal", "notices", "ui", "people", "school", "messaging", "forecasts", "oversight", "reports",
    "ops",
)  # fmt: skip

urlpatterns = [path("", include(f"zhurnal.{room}.urls")) for room in ROOMS_WITH_PAGES]
handler400 = "zhurnal.ui.views.errors.bad_request"
handler403 = "zhurnal.ui.views.errors.permission_denied"
handler404 = "zhurnal.ui.views.errors.not_found"
handler500 = "zhurnal.ui.views.errors.server_error"
