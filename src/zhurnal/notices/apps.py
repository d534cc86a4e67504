"""The room notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhurnal.notices"
    verbose_name = "Уведомления"
