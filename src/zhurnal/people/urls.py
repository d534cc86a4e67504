"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.people.views.appearance import view_settings
from zhurnal.people.views.devices import devices
from zhurnal.people.views.profile import home, profile
from zhurnal.people.views.sign_in import sign_in, sign_out

urlpatterns = [
    path("", home, name="home"),
    path("login/", sign_in, name="login"),
    path("logout/", sign_out, name="logout"),
    path("profile/", profile, name="profile"),
    path("profile/devices/", devices, name="devices"),
    path("view/", view_settings, name="view-settings"),
]
