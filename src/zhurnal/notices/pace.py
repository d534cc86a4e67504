"""When somebody wants to be told: at once outside the quiet hours, or in the digest of the day. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Hours(NamedTuple):
    """The hours of a person's day. Quiet from one to the other, over midnight as well; equal: never."""

    digest_at: dt.time
    quiet_from: dt.time
    quiet_to: dt.time

    def is_quiet(self, clock: dt.time) -> bool:
        """Whether nothing is to be heard at this time of the day."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to


def when_loud(moment: dt.datetime, hours: Hours, zone: ZoneInfo) -> dt.datetime:
    """`moment`, or the end of the quiet hours in which it lies."""
    there = moment.astimezone(zone)
    return _next(there, hours.quiet_to) if hours.is_quiet(there.time()) else moment


def next_digest(moment: dt.datetime, hours: Hours, zone: ZoneInfo) -> dt.datetime:
    """The first hour of the digest that is not before `moment`."""
    return _next(moment.astimezone(zone), hours.digest_at)


def _next(there: dt.datetime, clock: dt.time) -> dt.datetime:
    today = dt.datetime.combine(there.date(), clock, there.tzinfo)
    found = (
        today
        if today >= there
        else dt.datetime.combine(there.date() + dt.timedelta(days=1), clock, there.tzinfo)
    )
    return found.astimezone(dt.UTC)
