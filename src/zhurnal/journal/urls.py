"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.journal.views.cells import cells
from zhurnal.journal.views.course import course
from zhurnal.journal.views.desk import desk
from zhurnal.journal.views.lesson import lesson
from zhurnal.journal.views.totals import totals

urlpatterns = [
    path("journal/", desk, name="journal"),
    path("journal/<int:course>/", course, name="journal-course"),
    path("journal/<int:course>/cells/", cells, name="journal-cells"),
    path("journal/<int:course>/totals/", totals, name="journal-totals"),
    path("lessons/<int:lesson>/", lesson, name="lesson"),
]
