"""The room forecasts."""

from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "zhurnal.forecasts"
    verbose_name = "Прогнозы"
