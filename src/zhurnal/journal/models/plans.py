"""The thematic plan of a course (КТП): what is to be taught, in order."""

from __future__ import annotations

from django.db import models

from zhurnal.people.models import Person
from zhurnal.school.models import Course


class PlanTopic(models.Model):
    """One lesson's worth of a plan; `number` is its place. A topic of three hours is three rows."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plan_topics", db_index=False)
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=500)
    homework = models.CharField(max_length=2000, blank=True)
    # A control work is planned for this lesson, under its name.
    control = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "number"), name="plan_topic_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="plan_topic_number"),
        )
