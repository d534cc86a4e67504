"""The room family."""

from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "zhurnal.family"
    verbose_name = "Семья"
