"""Why a pupil is not there: what guardians announce or bring afterwards, and what the school decided about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.access.roles import Role
from zhurnal.people.models import Person
from zhurnal.school.models import School
from zhurnal.school.models.validity import ends_after_start


class Excuse(models.Model):
    """A pupil is not there on some days, or in some lessons of one day; the class teacher accepts or refuses.

    It never says which illness: the list of reasons is short on purpose.
    """

    class Kind(models.TextChoices):
        ILLNESS = "illness", _("болезнь")
        DOCTOR = "doctor", _("посещение врача")
        FAMILY = "family", _("семейные обстоятельства")
        CONTEST = "contest", _("соревнование, олимпиада, конкурс")
        OTHER = "other", _("другая причина")

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("принято")
        REFUSED = "refused", _("отклонено")
        WITHDRAWN = "withdrawn", _("отозвано")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="excuses", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="excuses", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    # Without numbers it is about whole days.
    first_lesson = models.PositiveSmallIntegerField(null=True, blank=True)
    last_lesson = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    author_role = models.CharField(max_length=15, choices=Role)
    made_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            ends_after_start("excuse_ends_after_start", "first", "last"),
            models.CheckConstraint(
                condition=models.Q(first_lesson__isnull=True, last_lesson__isnull=True)
                | models.Q(
                    first_lesson__isnull=False,
                    last_lesson__isnull=False, last_lesson__gte=models.F("first_lesson"),
                    first=models.F("last"),
                ),
                name="excuse_lessons_of_one_day",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="excuse_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="refused") | ~models.Q(decision_reason=""),
                name="excuse_refused_for_a_reason",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("pupil", "last", "first"), name="excuse_of_pupil"),
            models.Index(fields=("school", "pupil"), condition=models.Q(decision=""), name="excuse_open"),
        )


class ExcuseFile(models.Model):
    """A document that goes with an excuse: a doctor's note, a letter. Its family and who decides may open it."""

    excuse = models.ForeignKey(Excuse, on_delete=models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # below the installation's media folder
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("excuse", "sha256", "name"), name="excuse_file_once"),)
