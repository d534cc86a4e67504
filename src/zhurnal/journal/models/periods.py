"""Marks for a period, and the closing of periods."""

from __future__ import annotations

from django.db import models

from zhurnal.people.models import Person
from zhurnal.school.models import Course, StudyPeriod


class PeriodMark(models.Model):
    """A pupil's mark in a course for a period: «5»…«2», «зч», «н/а», «осв»; beside it what the rule proposed."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="period_marks", db_index=False)
    period = models.ForeignKey(StudyPeriod, on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="period_marks")
    value = models.CharField(max_length=4, blank=True)
    proposed = models.CharField(max_length=4, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "period", "pupil"), name="period_mark_once"),
        )


class PeriodClosure(models.Model):
    """A period is closed: marks of its lessons change no more."""

    period = models.OneToOneField(StudyPeriod, on_delete=models.PROTECT, related_name="closure")
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
