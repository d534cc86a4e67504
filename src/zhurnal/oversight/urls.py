"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.oversight.views.exceptions import exceptions
from zhurnal.oversight.views.forecast import class_forecast, forecast_settings, school_forecast
from zhurnal.oversight.views.forecast_accuracy import forecast_accuracy
from zhurnal.oversight.views.load import load

urlpatterns = [
    path("oversight/", exceptions, name="oversight"),
    path("oversight/load/", load, name="load"),
    path("oversight/forecast/", school_forecast, name="forecast"),
    path("oversight/forecast/accuracy/", forecast_accuracy, name="forecast-accuracy"),
    path("oversight/forecast/settings/", forecast_settings, name="forecast-settings"),
    path("classes/<int:school_class>/forecast/", class_forecast, name="class-forecast"),
]
