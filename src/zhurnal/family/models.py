"""What families write into the diary themselves."""

from __future__ import annotations

from django.db import models

from zhurnal.journal.models import Homework
from zhurnal.people.models import Guardianship, Person, User
from zhurnal.school.models import School


class WeekSignature(models.Model):
    """«Ознакомлен(а)»: a guardian has seen a week of the diary, as the signature at the foot of the paper one."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="week_signatures", db_index=False
    )
    monday = models.DateField()
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # As whom it was signed, as it was then.
    kind = models.CharField(max_length=10, choices=Guardianship.Kind)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pupil", "monday", "guardian"), name="week_signature_once"),
        )


class HomeworkTick(models.Model):
    """A pupil says «сделано» of homework. Private to the family: no page, line or report of the school reads it."""

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="homework_ticks", db_index=False)
    homework = models.ForeignKey(Homework, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pupil", "homework"), name="homework_tick_once"),)


class CalendarAddress(models.Model):
    """A secret address at which a calendar program reads the days of a pupil. Only its hash is kept.

    It opens no more than its owner may see at that moment. `hour` and `reads` bound how often it is asked.
    """

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="calendar_addresses", db_index=False
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    hour = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "pupil"),
                condition=models.Q(revoked_at__isnull=True),
                name="calendar_address_one_at_a_time",
            ),
        )
