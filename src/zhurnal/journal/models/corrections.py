"""Corrections of what the journal does not let a teacher change any more: one asks, another decides."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.access.roles import Role
from zhurnal.journal.models.marks import Work
from zhurnal.people.models import Person
from zhurnal.school.models import Course, StudyPeriod


class CorrectionRequest(models.Model):
    """A change of one cell (`work`) or one period mark (`period`) that waits for another person's decision."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("одобрено")
        DECLINED = "declined", _("отклонено")
        WITHDRAWN = "withdrawn", _("отозвано")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="corrections")
    work = models.ForeignKey(
        Work, on_delete=models.PROTECT, related_name="corrections", null=True, blank=True, db_index=False
    )
    period = models.ForeignKey(
        StudyPeriod, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    standing = models.CharField(max_length=40, blank=True)  # what stood there when it was asked
    seen_version = models.PositiveIntegerField()
    value = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(
        max_length=15, choices=[(role.value, role.label) for role in (Role.TEACHER, Role.DEPUTY)]
    )
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(work__isnull=False, period__isnull=True)
                | models.Q(work__isnull=True, period__isnull=False),
                name="correction_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=("work", "pupil"),
                condition=models.Q(decision="", work__isnull=False),
                name="correction_of_cell_open_once",
            ),
            models.UniqueConstraint(
                fields=("course", "period", "pupil"),
                condition=models.Q(decision="", period__isnull=False),
                name="correction_of_period_mark_open_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=("approved", "declined"))
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
                name="correction_decided_by_another",
            ),
        )
