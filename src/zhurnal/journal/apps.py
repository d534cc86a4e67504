"""The room journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhurnal.journal"
    verbose_name = "Журнал"
