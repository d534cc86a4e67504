"""What this room keeps about a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhurnal.family.models import CalendarAddress, HomeworkTick, WeekSignature
from zhurnal.people.personal import Section

if TYPE_CHECKING:
    from collections.abc import Iterator


def personal_data(pupil_id: int) -> Iterator[Section]:
    """Signatures under weeks, homework ticked, and calendars that read the pupil's days."""
    signatures = (
        WeekSignature.objects.filter(pupil=pupil_id).select_related("guardian").order_by("monday", "pk")
    )
    yield Section("signatures", _("Подписи под неделями"), [
        {_("неделя с"): one.monday.isoformat(), _("кто"): one.guardian.short_name} for one in signatures
    ])  # fmt: skip
    ticks = HomeworkTick.objects.filter(pupil=pupil_id).select_related("homework").order_by("done_at")
    yield Section("ticks", _("Отмечено сделанным"), [
        {_("задание"): one.homework.text, _("когда"): one.done_at.isoformat(timespec="minutes")} for one in ticks
    ])  # fmt: skip
    calendars = CalendarAddress.objects.filter(pupil=pupil_id).order_by("made_at")
    yield Section("calendars", _("Адреса календаря"), [
        {_("создан"): one.made_at.isoformat(timespec="minutes"), _("отозван"): bool(one.revoked_at)}
        for one in calendars
    ])  # fmt: skip
