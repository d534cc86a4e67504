"""What this room keeps about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.family.models import CalendarAddress, HomeworkTick, WeekSignature
from zhurnal.people.personal import Section

if TYPE_CHECKING:
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Signatures under weeks, homework ticked, and calendars that read the pupil's days."""
    signatures = (
        WeekSignature.objects.filter(pupil=pupil_id).select_related("guardian").order_by("monday", "pk")
    )
    yield Section("signatures", "Подписи под неделями", [
        {"неделя с": one.monday.isoformat(), "кто": one.guardian.short_name} for one in signatures
    ])  # fmt: skip
    ticks = HomeworkTick.objects.filter(pupil=pupil_id).select_related("homework").order_by("done_at")
    yield Section("ticks", "Отмечено сделанным", [
        {"задание": one.homework.text, "когда": one.done_at.isoformat(timespec="minutes")} for one in ticks
    ])  # fmt: skip
    calendars = CalendarAddress.objects.filter(pupil=pupil_id).order_by("made_at")
    yield Section("calendars", "Адреса календаря", [
        {"создан": one.made_at.isoformat(timespec="minutes"), "отозван": bool(one.revoked_at)}
        for one in calendars
    ])  # fmt: skip
