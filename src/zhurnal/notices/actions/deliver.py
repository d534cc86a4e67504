"""Delivering: claim, look once more whether it may be told, hand over, write down what came of it.

The claim is committed before the first byte goes out, and nothing leads back from it but the certainty that the
other side has not taken the message.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from zhurnal.notices import letters, mail
from zhurnal.notices.answers import Answer, Outcome
from zhurnal.notices.kinds import Channel
from zhurnal.notices.models import Delivery, PushDevice
from zhurnal.notices.push import transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from zhurnal.notices.letters import Content

# After the attempt with this number; then it is given up.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
# No attempt takes so long: whoever claimed it has died.
LONGEST_ATTEMPT = dt.timedelta(minutes=10)
LONGEST_WHY = 200
log = logging.getLogger(__name__)

_STATES = {
    Outcome.SENT: Delivery.State.SENT,
    Outcome.REFUSED: Delivery.State.REFUSED,
    Outcome.GONE: Delivery.State.REFUSED,
    Outcome.UNKNOWN: Delivery.State.UNKNOWN,
}


class _Outside(NamedTuple):
    """Those to whom messages are handed over."""

    office: mail.Office
    services: transport.Services


def deliver(now: dt.datetime, most: int = 200) -> int:
    """Deliver what is queued, at most `most`; return how many attempts were made."""
    give_up_lost(now)
    attempts = 0
    with closing(mail.Office()) as office:
        outside = _Outside(office, transport.Services())
        for delivery in _claimed(now, most):
            _attempt(delivery, outside)
            attempts += 1
    return attempts


def give_up_lost(now: dt.datetime) -> int:
    """What was claimed and never answered may have arrived: it is not sent again."""
    lost = Delivery.objects.filter(state=Delivery.State.SENDING, claimed_at__lt=now - LONGEST_ATTEMPT)
    count = lost.update(state=Delivery.State.UNKNOWN, ended_at=now, why="the worker died before the answer")
    if count:
        log.warning("deliveries whose outcome nobody knows: %s", count)
    return count


def _claimed(now: dt.datetime, most: int) -> Iterator[Delivery]:
    """Deliveries that are this worker's alone, one at a time."""
    due = Delivery.objects.filter(state=Delivery.State.QUEUED, next_try_at__lte=now)
    for number in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most]):
        token = uuid.uuid4()
        # By the clock of this moment: letters before it may have taken their time.
        if claim(number, token, timezone.now()):
            parts = ("message__user__person", "device")
            yield Delivery.objects.select_related(*parts).get(pk=number, token=token)


def claim(number: int, token: uuid.UUID, now: dt.datetime) -> bool:
    """Take a queued delivery. The condition decides between two workers: only one finds it queued."""
    queued = Delivery.objects.filter(pk=number, state=Delivery.State.QUEUED)
    return bool(queued.update(state=Delivery.State.SENDING, token=token, claimed_at=now))


def _attempt(delivery: Delivery, outside: _Outside) -> None:
    now = timezone.now()
    content = letters.content_of(delivery.message, now)
    if content is None:
        _end(delivery, Delivery.State.DROPPED, "nobody is left who may be told", now)
    elif content.not_before > now:
        _put_back(delivery, content.not_before, "", delivery.attempts)
    else:
        _write_down(delivery, _hand_over(delivery, content, outside), timezone.now())


def _hand_over(delivery: Delivery, content: Content, outside: _Outside) -> Answer:
    try:
        if delivery.message.channel == Channel.MAIL:
            return outside.office.send(letters.letter(content, delivery.public_id))
        if delivery.device is None:
            return Answer(Outcome.GONE, "the device is gone")
        return outside.services.send(delivery.device, letters.knock(content))
    except Exception:
        # The queue goes on behind a message that breaks our own code; it may have been sent before it broke.
        log.exception("delivery %s", delivery.pk)
        return Answer(Outcome.UNKNOWN, "broke while sending, see the log")


def _write_down(delivery: Delivery, answer: Answer, now: dt.datetime) -> None:
    attempts = delivery.attempts + 1
    if answer.outcome == Outcome.GONE and delivery.device is not None:
        PushDevice.objects.filter(pk=delivery.device.pk).delete()
    if answer.outcome == Outcome.LATER and attempts <= len(WAITS):
        wait = max(WAITS[attempts - 1], dt.timedelta(seconds=min(answer.wait, 24 * 60 * 60)))
        _put_back(delivery, now + wait, answer.why, attempts)
        return
    delivery.attempts = attempts
    _end(delivery, _STATES.get(answer.outcome, Delivery.State.REFUSED), answer.why, now)


def _put_back(delivery: Delivery, when: dt.datetime, why: str, attempts: int) -> None:
    _mine(delivery).update(
        state=Delivery.State.QUEUED, token=None, next_try_at=when, why=why[:LONGEST_WHY], attempts=attempts
    )


def _end(delivery: Delivery, state: Delivery.State, why: str, now: dt.datetime) -> None:
    if state in {Delivery.State.REFUSED, Delivery.State.UNKNOWN}:
        log.warning("delivery %s: %s (%s)", delivery.pk, state, why)
    _mine(delivery).update(state=state, ended_at=now, why=why[:LONGEST_WHY], attempts=delivery.attempts)


def _mine(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, token=delivery.token)
