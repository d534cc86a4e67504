"""What is kept between nights. Arrays lie packed in one field: nobody asks for a single number of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.school.models import School, StudyPeriod

TRACK_LENGTH = 80


class Model(models.TextChoices):
    """Which model the forecasts come from; the simpler ones are fallen back to (docs/forecast.md)."""

    FULL = "full", _("полная модель")
    SIMPLER = "simpler", _("модель без второго взгляда")
    PLAIN = "plain", _("по текущему среднему")


class Morning(models.Model):
    """The forecast of a school on the morning of a day, and the parameters that it was made with.

    A track is what is forecast together: pupils marked by one kind of period, one scale and the same thresholds.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_index=False)
    track = models.CharField(max_length=TRACK_LENGTH)
    day = models.DateField()
    made_at = models.DateTimeField()
    model = models.CharField(max_length=10, choices=Model, default=Model.FULL)
    # How many periods the parameters were learned from: learned anew when one more is over.
    learned_from = models.PositiveSmallIntegerField(default=0)
    parameters = models.TextField()
    body = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("school", "track"), name="morning_once"),)


class Snapshot(models.Model):
    """What was told at a fixed moment of a period: it changes no more, and is compared with what came."""

    class Cut(models.TextChoices):
        """When forecasts are frozen."""

        WEEK = "week", _("через неделю")
        QUARTER = "quarter", _("прошла четверть периода")
        HALF = "half", _("прошла половина")
        THREE_QUARTERS = "three_quarters", _("прошло три четверти")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_index=False)
    period = models.ForeignKey(StudyPeriod, on_delete=models.CASCADE, related_name="+")
    track = models.CharField(max_length=TRACK_LENGTH)
    cut = models.CharField(max_length=20, choices=Cut)
    day = models.DateField()
    made_at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "period", "track", "cut"), name="snapshot_once"),
        )


class Switches(models.Model):
    """What a school lets be seen of forecasts (docs/forecast.md, rules of use)."""

    class Families(models.TextChoices):
        """What families see."""

        NOTHING = "nothing", _("ничего")
        FORECAST = "forecast", _("прогноз и что нужно")
        ALL = "all", _("прогноз, что нужно, почему, примерка отметок")

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="forecast_switches")
    is_on = models.BooleanField(default=True)
    families = models.CharField(max_length=10, choices=Families, default=Families.NOTHING)
    list_length = models.PositiveSmallIntegerField(default=20)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(list_length__gte=1, list_length__lte=200), name="forecast_list_length"
            ),
        )
