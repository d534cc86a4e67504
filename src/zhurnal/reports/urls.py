"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.reports.views.diary import month_paper, week_paper

urlpatterns = [
    path("diary/<int:pupil>/week/<str:week>/paper/", week_paper, name="diary-week-paper"),
    path("diary/<int:pupil>/month/<str:month>/paper/", month_paper, name="diary-month-paper"),
]
