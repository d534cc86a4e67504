"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.journal.views.cells import cells

urlpatterns = [
    path("journal/<int:course>/cells/", cells, name="journal-cells"),
]
