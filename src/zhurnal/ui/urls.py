"""Addresses of this room."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from zhurnal.ui.views.components import components
from zhurnal.ui.views.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
if settings.DEBUG:
    urlpatterns.append(path("components/", components, name="components"))
