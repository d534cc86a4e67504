"""Bundling notices whose time has come: one message for a person and a channel, one delivery for each target."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.notices.actions.walk import held_cursor
from zhurnal.notices.kinds import Channel
from zhurnal.notices.models import Delivery, Message, Notice, PushDevice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


# Accounts at once: a step holds the pen of SQLite.
BATCH = 50
MAIL_TARGET = "mail"


@transaction.atomic
def bundle(now: dt.datetime) -> int:
    """Put due notices into messages and queue their deliveries; return how many messages were made.

    Who cannot be reached any more gets a message without deliveries: the notice is used up.
    """
    held_cursor(now)
    groups = _groups(now)
    devices = _devices({user for user, channel in groups if channel == Channel.PUSH})
    for (user, channel), notices in groups.items():
        message = Message.objects.create(user_id=user, channel=channel, made_at=now)
        Notice.objects.filter(pk__in=notices).update(message=message)
        queue(message, devices[user] if channel == Channel.PUSH else [None], now)
    return len(groups)


def _groups(now: dt.datetime) -> dict[tuple[int, str], list[int]]:
    """(account, channel) → all its notices that are due: a digest is never cut in two."""
    due = Notice.objects.filter(message=None, send_after__lte=now)
    pairs = set(due.order_by("user_id", "channel").values_list("user_id", "channel").distinct()[:BATCH])
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    rows = due.filter(user__in={user for user, _ in pairs}).order_by("pk")
    for number, user, channel in rows.values_list("pk", "user_id", "channel"):
        if (user, channel) in pairs:
            groups[user, channel].append(number)
    return groups


def queue(message: Message, targets: Iterable[PushDevice | None], now: dt.datetime) -> None:
    """Queue a message for its targets: devices, or None for the address of e-mail."""
    Delivery.objects.bulk_create(
        Delivery(
            message=message, device=device, target=f"push:{device.pk}" if device else MAIL_TARGET,
            public_id=uuid.uuid4(), next_try_at=now,
        )
        for device in targets
    )  # fmt: skip


def _devices(users: set[int]) -> dict[int, list[PushDevice]]:
    found: dict[int, list[PushDevice]] = defaultdict(list)
    for device in PushDevice.objects.filter(user__in=users).order_by("pk"):
        found[device.user_id].append(device)
    return found
