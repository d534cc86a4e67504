"""Which guardianships hold, and what a guardian may do by them.

A guardian sees a child while the guardianship holds and no court has restricted it. Signing, writing and applying
are given beside that, one by one. Every page asks anew, so what is taken away ends with the next request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db.models import Q

from zhurnal.people.models import Guardianship

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

GuardianRight = Literal["may_sign", "may_write", "may_apply"]


def in_force(day: dt.date, prefix: str = "") -> Q:
    """The condition that a guardianship, reached by the relation `prefix`, lets the guardian see on `day`."""
    begun = Q(**{f"{prefix}valid_from__lte": day, f"{prefix}restricted_at__isnull": True})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day}))


def guardianships_by(guardian_id: int | None, day: dt.date, right: GuardianRight) -> QuerySet[Guardianship]:
    """The guardianships by which a person may do something for a child on `day`."""
    return Guardianship.objects.filter(in_force(day), guardian=guardian_id, **{right: True})
