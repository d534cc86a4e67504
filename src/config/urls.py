"""All addresses. The only place that knows every room's pages; their names stand in docs/contract.md."""

from __future__ import annotations

from django.urls import include, path

ROOMS_WITH_PAGES = (
    "ui", "people", "school", "journal", "messaging", "forecasts", "diary", "oversight", "reports", "notices",
    "ops",
)  # fmt: skip

urlpatterns = [path("", include(f"zhurnal.{room}.urls")) for room in ROOMS_WITH_PAGES]
handler400 = "zhurnal.ui.views.errors.bad_request"
handler403 = "zhurnal.ui.views.errors.permission_denied"
handler404 = "zhurnal.ui.views.errors.not_found"
handler500 = "zhurnal.ui.views.errors.server_error"
