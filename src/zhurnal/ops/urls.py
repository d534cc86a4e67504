"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.ops.views.installation import installation

urlpatterns = [path("installation/", installation, name="installation")]
