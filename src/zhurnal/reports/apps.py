"""The room reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhurnal.reports"
    verbose_name = "Документы"
