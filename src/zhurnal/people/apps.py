"""The room people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhurnal.people"
    verbose_name = "Люди"
