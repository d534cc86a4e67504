"""The room ui."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhurnal.ui"
    verbose_name = "Оформление"
