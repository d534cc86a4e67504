"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.notices.views.choices import confirm, devices, notice_settings
from zhurnal.notices.views.manifest import manifest
from zhurnal.notices.views.news import news, news_count
from zhurnal.notices.views.worker import service_worker

urlpatterns = [
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service-worker"),
    path("news/", news, name="news"),
    path("news/count/", news_count, name="news-count"),
    path("profile/notices/", notice_settings, name="notice-settings"),
    path("profile/notices/devices/", devices, name="push-devices"),
    path("profile/notices/mail/<str:token>/", confirm, name="notice-mail-confirm"),
]
