"""Who may see which diary entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.messaging.models import EntryRecipient
from zhurnal.school.policies import pupils_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing


def received_entries_visible_to(standing: Standing) -> QuerySet[EntryRecipient]:
    """Entries in the diaries of visible pupils."""
    return EntryRecipient.objects.filter(pupil__in=pupils_visible_to(standing).values("pk"))


def entries_to_acknowledge_by(standing: Standing) -> QuerySet[EntryRecipient]:
    """Entries that the person may acknowledge: in the own diary and in those of the own children."""
    return EntryRecipient.objects.filter(pupil__in=standing.pupil_ids | standing.child_ids)
