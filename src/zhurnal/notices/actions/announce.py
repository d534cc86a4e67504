"""Settling events: who is told of them, over which channel, how soon. The only writer of notices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.notices.actions.walk import held_cursor
from zhurnal.notices.kinds import Kind, Pace
from zhurnal.notices.models import Event, Notice
from zhurnal.notices.pace import next_digest, when_loud
from zhurnal.notices.places import zone_of
from zhurnal.notices.policies import accounts_told_of, is_worth_telling, pupils_concerned, said_by_the_family
from zhurnal.notices.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhurnal.people.models import User

BATCH = 200
# What the worker finds later than that is no news any more.
STALE = dt.timedelta(days=3)
PARTS = (
    "person", "course__year__school", "course__subject", "lesson__homework__due_lesson", "period",
    "entry__school", "entry__withdrawal",
)  # fmt: skip


@transaction.atomic
def announce(now: dt.datetime) -> int:
    """Settle the events around which it has become quiet, and return how many. A dozen queries."""
    held_cursor(now)
    waiting = Event.objects.filter(settled_at=None, due_at__lte=now)
    events = list(waiting.select_related(*PARTS).order_by("due_at", "pk")[:BATCH])
    known = said_by_the_family(events)
    told = [
        event
        for event in events
        if event.due_at > now - STALE and event.pk not in known and is_worth_telling(event)
    ]
    Notice.objects.bulk_create(_notices(told, now), ignore_conflicts=True)
    Event.objects.filter(pk__in=[event.pk for event in events]).update(settled_at=now)
    return len(events)


def _notices(events: Sequence[Event], now: dt.datetime) -> Iterator[Notice]:
    concerned = pupils_concerned(events)
    accounts = accounts_told_of(frozenset().union(*concerned.values()))
    wishes = Wishes.of({user.pk for users in accounts.values() for user in users})
    for event in events:
        for pupil in sorted(concerned[event.pk]):
            for user in accounts[pupil]:
                if event.kind != Kind.SECURITY or user.person_id == pupil:
                    yield from _of_channels(event, pupil, user, wishes, now)


def _of_channels(event: Event, pupil: int, user: User, wishes: Wishes, now: dt.datetime) -> Iterator[Notice]:
    for channel in sorted(wishes.channels[user.pk]):
        pace = wishes.pace(user.pk, pupil, event.kind, channel)
        if pace != Pace.OFF:
            yield Notice(
                event=event, user=user, pupil_id=pupil, channel=channel, pace=pace,
                send_after=_moment(event, pace, wishes, user.pk, now),
            )  # fmt: skip


def _moment(event: Event, pace: Pace, wishes: Wishes, user: int, now: dt.datetime) -> dt.datetime:
    if event.kind == Kind.SECURITY and pace == Pace.NOW:
        return now
    when = next_digest if pace == Pace.DIGEST else when_loud
    return when(now, wishes.hours(user), zone_of(event))
