"""What families write into the diary themselves."""

from __future__ import annotations

from django.db import models

from zhurnal.journal.models import Homework
from zhurnal.people.models import Guardianship, Person
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
