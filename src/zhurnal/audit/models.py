"""The table of the ledger. It names things by number and text only, so that it outlives what it describes."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class Line(models.Model):
    """One change of a mark, an absence, a right …: who, when, what, before and after.

    Lines are only ever added; the database refuses anything else (migration 0002). How they are chained is
    told in `hashing`. `chain` is what is locked together: "course:12", or "school:1" for what belongs to no
    course.
    """

    chain = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # The number of a person, for accounts come and go; NULL on the command line.
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_role = models.CharField(max_length=20)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    # NULL in both: forgotten by law. The commitment stays and the chain still holds.
    payload = models.TextField(null=True)
    salt = models.BinaryField(max_length=32, null=True)
    commitment = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    # Made by the client: the same change sent again is found here and not done twice.
    change_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("chain", "seq"), name="line_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="line_counted_from_one"),
            models.CheckConstraint(
                condition=models.Q(payload__isnull=True, salt__isnull=True)
                | models.Q(payload__isnull=False, salt__isnull=False),
                name="line_forgotten_as_a_whole",
            ),
        )
        indexes = (models.Index(fields=("subject",), name="line_of_subject"),)

    def __str__(self) -> str:
        return f"{self.chain} № {self.seq}: {self.action} {self.subject}"

    @property
    def details(self) -> dict[str, Any]:
        """What `payload` says; nothing where it has been forgotten."""
        return dict(json.loads(self.payload)) if self.payload is not None else {}
