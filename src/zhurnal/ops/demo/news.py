"""«Новое» of the demo: what the ledger tells of the last days, as if the worker had been there."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from zhurnal.notices.actions.walk import show_since
from zhurnal.school.models import School

DAYS = 5


def show_news() -> int:
    """Make the events of the last days before the day on which the demo stands still."""
    today = School.objects.exclude(frozen_today=None).values_list("frozen_today", flat=True).first()
    if today is None:
        return 0
    midnight = dt.datetime.combine(today, dt.time(), dt.UTC)
    later = dt.timedelta(days=(timezone.localdate() - today).days)
    return show_since(midnight - dt.timedelta(days=DAYS), timezone.now(), later)
