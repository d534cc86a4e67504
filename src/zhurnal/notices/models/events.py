"""What has happened, as families see it: made of the lines of the ledger and nothing else."""

from __future__ import annotations

from django.db import models

from zhurnal.messaging.models import DiaryEntry
from zhurnal.notices.kinds import Aspect, Kind
from zhurnal.people.models import Person
from zhurnal.school.models import Course, StudyPeriod
from zhurnal.timetable.models import Lesson


class LedgerCursor(models.Model):
    """How far the ledger has been read. There is one; who holds its row takes the next step."""

    name = models.CharField(max_length=20, unique=True)
    line_id = models.PositiveBigIntegerField()
    moved_at = models.DateTimeField()


class Event(models.Model):
    """One thing changed from `before` to `after`, however many lines of the ledger that took.

    It concerns a pupil (or the owner of an account), everybody in a course, or the recipients of an entry. Until
    it is settled further changes of the same thing flow into it; later ones make the next event of its `key`.
    """

    key = models.CharField(max_length=100)
    number = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind)
    aspect = models.CharField(max_length=8, choices=Aspect, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    course = models.ForeignKey(
        Course, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    period = models.ForeignKey(
        StudyPeriod, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    entry = models.ForeignKey(DiaryEntry, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    line_id = models.PositiveBigIntegerField()  # the last line that flowed into it
    visible_at = models.DateTimeField()  # to families, in the diary
    due_at = models.DateTimeField()  # notices wait for quiet around the thing
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "number"), name="event_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | models.Q(course__isnull=False)
                | models.Q(entry__isnull=False),
                name="event_concerns_somebody",
            ),
        )
        indexes = (
            # Two parts: a database would else look for those of a course among all that are of nobody.
            models.Index(
                fields=("person", "visible_at"),
                condition=models.Q(person__isnull=False),
                name="event_of_person",
            ),
            models.Index(
                fields=("course", "visible_at"),
                condition=models.Q(person__isnull=True),
                name="event_of_course",
            ),
            models.Index(
                fields=("due_at",), condition=models.Q(settled_at__isnull=True), name="event_to_settle"
            ),
        )

    @property
    def is_nothing(self) -> bool:
        """Whether it was taken back."""
        return self.before == self.after
