"""A school, its years, and what a year is divided into."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhurnal.school.models.validity import ends_after_start

if TYPE_CHECKING:
    import datetime as dt

FIRST_GRADE, LAST_GRADE = 1, 11
_NAMES = {
    "quarter": _("%(number)s-я четверть"),
    "half_year": _("%(number)s-е полугодие"),
    "trimester": _("%(number)s-й триместр"),
}


class School(models.Model):
    """One school of the installation. Every row that a school owns is reachable from here."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    time_zone = models.CharField(max_length=40, default="Europe/Moscow")
    cover_hue = models.PositiveSmallIntegerField(default=160)
    # Only a demo school stands still: its screens shall show the same day whenever they are opened.
    frozen_today = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.short_name

    def today(self) -> dt.date:
        """The school's local date."""
        return self.frozen_today or timezone.localdate(timezone=ZoneInfo(self.time_zone))

    def now(self) -> dt.datetime:
        """The school's local time: on its `today`, at the hour of the clock."""
        clock = timezone.localtime(timezone=ZoneInfo(self.time_zone))
        return (
            clock
            if self.frozen_today is None
            else clock.replace(
                year=self.frozen_today.year, month=self.frozen_today.month, day=self.frozen_today.day
            )
        )


class SchoolCard(models.Model):
    """What a school tells families about itself, as «О школе» in the paper diary; nothing else is shown."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="card")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    site = models.URLField(blank=True)
    hours = models.CharField(max_length=200, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    shows_heads = models.BooleanField(default=True)


class SchoolYear(models.Model):
    """A school year of one school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="years")
    name = models.CharField(max_length=20)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "name"), name="school_year_name_once"),
            ends_after_start("school_year_ends_after_start", "starts", "ends"),
        )

    def __str__(self) -> str:
        return self.name


class StudyPeriod(models.Model):
    """A quarter, half-year or trimester. Kinds stand side by side in one year."""

    class Kind(models.TextChoices):
        QUARTER = "quarter", _("четверть")
        HALF_YEAR = "half_year", _("полугодие")
        TRIMESTER = "trimester", _("триместр")

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ("year", "kind", "number")
        constraints = (
            models.UniqueConstraint(fields=("year", "kind", "number"), name="study_period_once"),
            ends_after_start("study_period_ends_after_start", "starts", "ends"),
        )

    @property
    def name(self) -> str:
        """«3-я четверть», «2-е полугодие», «1-й триместр»."""
        return str(_NAMES[self.kind]) % {"number": self.number}

    def __str__(self) -> str:
        return self.name


class DayOff(models.Model):
    """Days without lessons: holidays, days off; for some grades only where the school says so."""

    class Kind(models.TextChoices):
        HOLIDAYS = "holidays", _("каникулы")
        DAY_OFF = "day_off", _("выходной")

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="days_off")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=100)
    starts = models.DateField()
    ends = models.DateField()
    first_grade = models.PositiveSmallIntegerField(default=FIRST_GRADE)
    last_grade = models.PositiveSmallIntegerField(default=LAST_GRADE)

    class Meta:
        ordering = ("year", "starts")
        constraints = (
            models.UniqueConstraint(fields=("year", "starts", "name"), name="day_off_once"),
            ends_after_start("day_off_ends_after_start", "starts", "ends"),
        )

    def covers(self, day: dt.date, grade: int) -> bool:
        """Whether pupils of `grade` are free on `day`."""
        return self.starts <= day <= self.ends and self.first_grade <= grade <= self.last_grade


class SchoolClass(models.Model):
    """A class of one year, for example 7 «А»."""

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="classes")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=3)
    shift = models.PositiveSmallIntegerField(default=1)
    days_a_week = models.PositiveSmallIntegerField(default=5)
    period_kind = models.CharField(max_length=10, choices=StudyPeriod.Kind, default=StudyPeriod.Kind.QUARTER)

    class Meta:
        ordering = ("year", "grade", "letter")
        constraints = (
            models.UniqueConstraint(fields=("year", "grade", "letter"), name="school_class_once"),
            models.CheckConstraint(
                condition=models.Q(grade__gte=FIRST_GRADE, grade__lte=LAST_GRADE), name="school_class_grade"
            ),
            models.CheckConstraint(condition=models.Q(days_a_week__in=(5, 6)), name="school_class_week"),
        )

    @property
    def name(self) -> str:
        """«7 «А»»."""
        return f"{self.grade} «{self.letter}»"

    def __str__(self) -> str:
        return self.name
