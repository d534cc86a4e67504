"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.forecasts.views.course import course_forecast
from zhurnal.forecasts.views.method import method

urlpatterns = [
    path("forecast/method/", method, name="forecast-method"),
    path("journal/<int:course>/forecast/", course_forecast, name="journal-forecast"),
]
