"""The room access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhurnal.access"
    verbose_name = "Права"
