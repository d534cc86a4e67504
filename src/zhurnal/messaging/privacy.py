"""What this room keeps about a pupil."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.messaging.models import EntryFile, EntryReceipt, EntryRecipient
from zhurnal.people.personal import Document, Section
from zhurnal.ui.media import stored

if TYPE_CHECKING:
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Entries in the diary that families see, and who has read and signed them."""
    rows = EntryRecipient.objects.filter(
        pupil=pupil_id, entry__visible_at__lte=timezone.now(), entry__withdrawal=None
    ).select_related("entry__author")
    files = EntryFile.objects.filter(entry__in=rows.values("entry"), withdrawn_at=None).order_by("pk")
    names: dict[int, list[str]] = defaultdict(list)
    for file in files:
        names[file.entry_id].append(_numbered(file))
    yield Section("entries", "Записи в дневнике", [
        {
            "день": one.entry.day.isoformat(), "вид": one.entry.get_kind_display(),
            "автор": one.entry.author.short_name, "роль": str(Role(one.entry.author_role).label),
            "текст": one.entry.text, "файлы": ", ".join(names[one.entry_id]),
        }
        for one in rows.order_by("entry__day", "pk")
    ], [Document(_numbered(file), stored(file.path)) for file in files])  # fmt: skip
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


def _numbered(file: EntryFile) -> str:
    """«12-План.pdf»: two files of one name lie side by side."""
    return f"{file.pk}-{file.name}"
