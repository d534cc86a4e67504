"""The marking rules of a school, version by version."""

from __future__ import annotations

from django.db import models

from zhurnal.people.models import Person
from zhurnal.school.models import School


class PolicyVersion(models.Model):
    """The rules from a day on. A version is never changed: another one follows it.

    `data` is what `calc.grading.policy.read_policy` reads. A period is reckoned by the version with the latest
    `valid_from` not after its last day (of several of one day: the highest number), a closed one by the version
    that it was closed with.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    data = models.TextField()  # JSON; a column of that type is refused where the schema is not trusted
    note = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("school", "number"), name="policy_version_once"),)
