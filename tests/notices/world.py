"""What tests of notices share: things that happen in the cast's school, and a clock that moves on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from unittest import mock

from django.utils import timezone

from zhurnal.notices.models import Delivery, Event, MailAddress, NoticeChoice
from zhurnal.notices.worker import work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast
    from zhurnal.people.models import User

# Noon in Moscow on a day of work: no quiet hours, no digest soon.
NOON = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
A_MINUTE = dt.timedelta(minutes=1)
DAY = "2026-03-02"


class Clock:
    """The clock of the machine stands where a test puts it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def on(self, **delta: float) -> dt.datetime:
        """Move on."""
        self.now += dt.timedelta(**delta)
        return self.now

    def at(self, hour: int, minute: int = 0) -> dt.datetime:
        """The next such time of day in Moscow."""
        zone = dt.timezone(dt.timedelta(hours=3))
        there = self.now.astimezone(zone).replace(hour=hour, minute=minute)
        self.now = there.astimezone(dt.UTC) + (dt.timedelta(0) if there > self.now else dt.timedelta(days=1))
        return self.now


def standing_clock() -> Iterator[Clock]:
    """For a fixture: Django's clock is ours."""
    clock = Clock()
    with mock.patch.object(timezone, "now", clock):
        yield clock


def by_mail(user: User, address: str = "mama@example.org") -> MailAddress:
    """The account has confirmed an address."""
    return MailAddress.objects.create(
        user=user, address=address, asked_at=timezone.now(), confirmed_at=timezone.now()
    )


def choose(user: User, pupil: Any, kind: str, pace: str, channel: str = "mail") -> None:
    """The account chose."""
    NoticeChoice.objects.update_or_create(
        user=user, pupil=pupil, kind=kind, channel=channel, defaults={"pace": pace}
    )


def put(cast: Cast, value: str, *, pupil: Any = None, day: str = DAY, seen: int = 0) -> Any:
    """A mark of algebra, the honest way."""
    answer = cast.put(cast.algebra_7a, day, pupil or cast.child, value, seen=seen)
    assert type(answer).__name__ == "Saved", answer
    return answer


def quiet(clock: Clock) -> None:
    """So much time passes that what happened is announced."""
    work()
    clock.on(minutes=11)
    work()


def delivering_later() -> None:
    """A round of a worker that does everything but deliver."""
    with mock.patch("zhurnal.notices.worker.deliver", return_value=0):
        work()


def states() -> list[str]:
    """Of all deliveries, in their order."""
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def events() -> list[tuple[str, str, str]]:
    """(kind, before, after) of all events, in their order."""
    return list(Event.objects.order_by("pk").values_list("kind", "before", "after"))
