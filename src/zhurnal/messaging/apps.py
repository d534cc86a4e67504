"""The room messaging."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "zhurnal.messaging"
    verbose_name = "Сообщения"
