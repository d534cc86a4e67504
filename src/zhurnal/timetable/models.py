"""When lessons are: bells, the weekly timetable, and the dated lessons made from it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.people.models import Person
from zhurnal.school.models import Course, School
from zhurnal.school.models.validity import Dated, ends_after_start


class BellSchedule(Dated):
    """The bells of a shift for a range of grades."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="bell_schedules")
    name = models.CharField(max_length=60)
    shift = models.PositiveSmallIntegerField()
    first_grade = models.PositiveSmallIntegerField()
    last_grade = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "name", "valid_from"), name="bell_schedule_once"),
            ends_after_start("bell_schedule_ends_after_start"),
        )


class Bell(models.Model):
    """One lesson's beginning and end."""

    schedule = models.ForeignKey(BellSchedule, on_delete=models.CASCADE, related_name="bells")
    number = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ("schedule", "number")
        constraints = (
            models.UniqueConstraint(fields=("schedule", "number"), name="bell_number_once"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="bell_ends_after_start"
            ),
        )


class WeeklySlot(Dated):
    """A course's place in the week: weekday 1 (Monday) to 6, lesson number, A/B week where weeks differ."""

    class Parity(models.TextChoices):
        EVERY = "every", _("каждую неделю")
        A = "A", _("неделя А")
        B = "B", _("неделя Б")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    parity = models.CharField(max_length=5, choices=Parity, default=Parity.EVERY)
    room = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("course", "weekday", "number", "parity", "valid_from"), name="weekly_slot_once"
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__gte=1, weekday__lte=6), name="weekly_slot_weekday"
            ),
            ends_after_start("weekly_slot_ends_after_start"),
        )


class Lesson(models.Model):
    """A course on a date with a lesson number. Cancelled or substituted, never deleted once taught."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons", db_index=False)
    date = models.DateField()
    number = models.PositiveSmallIntegerField()
    room = models.CharField(max_length=20, blank=True)
    slot = models.ForeignKey(
        WeeklySlot, on_delete=models.SET_NULL, related_name="lessons", null=True, blank=True
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "date", "number"), name="lesson_once"),
            models.CheckConstraint(condition=models.Q(number__lte=12), name="lesson_number"),
        )
        indexes = (models.Index(fields=("date", "course"), name="lesson_of_day"),)


class Substitution(models.Model):
    """Another teacher holds this lesson."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="substitution")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    reason = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class LessonCancellation(models.Model):
    """This lesson is not held."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class LessonAddition(models.Model):
    """This lesson was put beside the weekly timetable, by hand."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="addition")
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class LessonMove(models.Model):
    """This lesson was to be on another day or at another number; the lesson itself stands where it is held."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="moves")
    from_date = models.DateField()
    from_number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
