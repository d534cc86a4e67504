"""What is written about a lesson as a whole."""

from __future__ import annotations

from django.db import models

from zhurnal.journal.models.plans import PlanTopic
from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson


class LessonTopic(models.Model):
    """What was done in a lesson."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="topic")
    text = models.CharField(max_length=500)
    # The topic of the plan that was taught, where it was one.
    plan_topic = models.ForeignKey(
        PlanTopic, on_delete=models.SET_NULL, related_name="lessons", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()


class Homework(models.Model):
    """What was set in a lesson, and for which day. An empty text says «nothing set» on purpose."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="homework")
    # The lesson of the same course in whose diary row it stands; without one it stands on `due_date`.
    due_lesson = models.ForeignKey(
        Lesson, on_delete=models.PROTECT, related_name="due_homework", null=True, blank=True
    )
    due_date = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()


class AttendanceTaken(models.Model):
    """The teacher has looked who is there: «nobody is absent» differs from «nobody looked»."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="attendance_taken")
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()


class HomeworkFile(models.Model):
    """A file that goes with homework. What was withdrawn is shown to nobody, but stays."""

    homework = models.ForeignKey(Homework, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # below the installation's media folder
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
