"""What a year ends with: marks for the year, of exams, final ones, and the council's decision."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.journal.models.periods import LONGEST_PARAGRAPH
from zhurnal.people.models import Person
from zhurnal.school.models import Course, SchoolYear


class YearMark(models.Model):
    """A pupil's mark in a course for the year, of its exam, or the final one; like a period mark."""

    class Kind(models.TextChoices):
        YEAR = "year", _("годовая")
        EXAM = "exam", _("экзамен")
        FINAL = "final", _("итоговая")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="year_marks", db_index=False)
    kind = models.CharField(max_length=5, choices=Kind)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="year_marks")
    value = models.CharField(max_length=4, blank=True)
    proposed = models.CharField(max_length=4, blank=True)
    paragraph = models.CharField(max_length=LONGEST_PARAGRAPH, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("course", "kind", "pupil"), name="year_mark_once"),)


class YearDecision(models.Model):
    """What the council of teachers decided about a pupil at the end of a year."""

    class Kind(models.TextChoices):
        PROMOTED = "promoted", _("переведён")
        CONDITIONAL = "conditional", _("переведён условно")
        REPEATS = "repeats", _("оставлен на повторное обучение")
        FINISHED = "finished", _("окончил")

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="decisions")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="year_decisions")
    kind = models.CharField(max_length=11, choices=Kind, blank=True)  # empty: taken back
    protocol = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "pupil"), name="year_decision_once"),)
