"""Marks for a period, and the closing of periods."""

from __future__ import annotations

from django.db import models

from zhurnal.journal.models.policies import PolicyVersion
from zhurnal.people.models import Person
from zhurnal.school.models import Course, StudyPeriod

LONGEST_PARAGRAPH = 60


class PeriodMark(models.Model):
    """A pupil's mark in a course for a period: «5»…«2», «зч», «н/а», «осв»; beside it what the rule proposed.

    `paragraph` names the paragraph of the policy that decided about the proposal. Taken back: an empty value.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="period_marks", db_index=False)
    period = models.ForeignKey(StudyPeriod, on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="period_marks")
    value = models.CharField(max_length=4, blank=True)
    proposed = models.CharField(max_length=4, blank=True)
    paragraph = models.CharField(max_length=LONGEST_PARAGRAPH, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "period", "pupil"), name="period_mark_once"),
        )


class PeriodClosure(models.Model):
    """A period is closed: marks of its lessons change no more, until it is reopened with a reason.

    `policy` is the version by which the period was reckoned; without one, the default rules.
    """

    period = models.ForeignKey(StudyPeriod, on_delete=models.PROTECT, related_name="closures")
    policy = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("period",), condition=models.Q(reopened_at__isnull=True), name="period_closed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at__isnull=True)
                | (models.Q(reopened_by__isnull=False) & ~models.Q(reason="")),
                name="period_reopened_with_reason",
            ),
        )
