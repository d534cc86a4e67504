"""The room oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "zhurnal.oversight"
    verbose_name = "Контроль"
