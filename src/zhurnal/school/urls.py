"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.school.views.card import school_card
from zhurnal.school.views.classes import classes, school_class
from zhurnal.school.views.family import family

urlpatterns = [
    path("school/card/", school_card, name="school-card"),
    path("classes/", classes, name="classes"),
    path("classes/<int:school_class>/", school_class, name="class"),
    path("classes/<int:school_class>/pupils/<int:pupil>/family/", family, name="pupil-family"),
]
