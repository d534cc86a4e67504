"""Forgetting what nobody needs any more: the ledger keeps what happened, these rows only told of it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhurnal.notices.models import Event, MailAddress, Message

MESSAGES_KEPT = dt.timedelta(days=30)
EVENTS_KEPT = dt.timedelta(days=120)
QUESTIONS_KEPT = dt.timedelta(days=30)
BATCH = 2000


def forget_old(now: dt.datetime) -> int:
    """Delete messages and events past their time, and addresses that nobody confirmed; return how many."""
    with transaction.atomic():
        # Open events stay: they are still to be told of.
        old = Event.objects.filter(visible_at__lt=now - EVENTS_KEPT).exclude(settled_at=None)
        events = list(old.values_list("pk", flat=True)[:BATCH])
        messages = list(
            Message.objects.filter(made_at__lt=now - MESSAGES_KEPT)
            .exclude(deliveries__state__in=("queued", "sending"))
            .values_list("pk", flat=True)[:BATCH]
        )
        questions = MailAddress.objects.filter(confirmed_at=None, asked_at__lt=now - QUESTIONS_KEPT)
        Message.objects.filter(pk__in=messages).delete()
        Event.objects.filter(pk__in=events).delete()
        questions.delete()
    return len(events) + len(messages)
