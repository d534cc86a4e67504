"""What this room keeps about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.messaging.models import EntryReceipt, EntryRecipient
from zhurnal.people.personal import Section

if TYPE_CHECKING:
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Entries in the diary that families see, and who has read and signed them."""
    rows = EntryRecipient.objects.filter(
        pupil=pupil_id, entry__visible_at__lte=timezone.now(), entry__withdrawal=None
    ).select_related("entry__author")
    yield Section("entries", "Записи в дневнике", [
        {
            "день": one.entry.day.isoformat(), "вид": one.entry.get_kind_display(),
            "автор": one.entry.author.short_name, "роль": str(Role(one.entry.author_role).label),
            "текст": one.entry.text,
        }
        for one in rows.order_by("entry__day", "pk")
    ])  # fmt: skip
    receipts = EntryReceipt.objects.filter(recipient__pupil=pupil_id).select_related(
        "reader", "recipient__entry"
    )
    yield Section("receipts", "Прочитано и подписано", [
        {
            "запись от": one.recipient.entry.day.isoformat(), "кто": one.reader.short_name,
            "прочитано": one.read_at.isoformat(timespec="minutes"),
            "подписано": one.signed_at.isoformat(timespec="minutes") if one.signed_at else "",
        }
        for one in receipts.order_by("read_at", "pk")
    ])  # fmt: skip
