"""Facts that hold from a day to a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    import datetime as dt


class Dated(models.Model):
    """Valid from a day to a day, both included; without an end it still holds."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact holds on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def holds_on(day: dt.date, prefix: str = "") -> models.Q:
    """The condition that a dated fact, reached by the relation `prefix`, holds on `day`."""
    start = models.Q(**{f"{prefix}valid_from__lte": day})
    return start & (models.Q(**{f"{prefix}valid_to": None}) | models.Q(**{f"{prefix}valid_to__gte": day}))


def ends_after_start(name: str, first: str = "valid_from", last: str = "valid_to") -> models.CheckConstraint:
    """A fact cannot end before it began."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{last}__isnull": True}) | models.Q(**{f"{last}__gte": models.F(first)}),
        name=name,
    )
