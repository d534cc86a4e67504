"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.oversight.views.exceptions import exceptions

urlpatterns = [path("oversight/", exceptions, name="oversight")]
