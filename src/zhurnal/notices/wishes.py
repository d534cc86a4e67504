"""What people wish, read for many at once: their choices, or what holds for who chose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhurnal.notices.kinds import Channel, Kind, Pace, default_pace
from zhurnal.notices.models import MailAddress, NoticeChoice, NoticeSettings, PushDevice
from zhurnal.notices.pace import Hours
from zhurnal.notices.policies import mail_goes_out

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass
class Wishes:
    """The wishes of some accounts, by their numbers."""

    settings: dict[int, NoticeSettings]
    choices: dict[tuple[int, int, str, str], str]
    channels: dict[int, set[Channel]]

    @classmethod
    def of(cls, users: Collection[int]) -> Wishes:
        """Read them. Four queries."""
        rows = NoticeChoice.objects.filter(user__in=users)
        channels: dict[int, set[Channel]] = {user: set() for user in users}
        addresses = MailAddress.objects.filter(user__in=users).exclude(confirmed_at=None)
        for user in addresses.values_list("user_id", flat=True) if mail_goes_out() else ():
            channels[user].add(Channel.MAIL)
        for user in PushDevice.objects.filter(user__in=users).values_list("user_id", flat=True):
            channels[user].add(Channel.PUSH)
        return cls(
            {row.user_id: row for row in NoticeSettings.objects.filter(user__in=users)},
            {(row.user_id, row.pupil_id, row.kind, row.channel): row.pace for row in rows},
            channels,
        )

    def settings_of(self, user: int) -> NoticeSettings:
        """The settings of an account, as they are by default where it has none."""
        return self.settings.get(user) or NoticeSettings(user_id=user)

    def hours(self, user: int) -> Hours:
        """The hours of an account."""
        found = self.settings_of(user)
        return Hours(found.digest_at, found.quiet_from, found.quiet_to)

    def chosen(self, user: int, pupil: int, kind: str, channel: str) -> Pace:
        """What the account chose, or what holds where it chose nothing."""
        return Pace(self.choices.get((user, pupil, kind, channel), default_pace(kind)))

    def pace(self, user: int, pupil: int, kind: str, channel: str) -> Pace:
        """How soon the account is told; «тише» turns what would come at once into the digest."""
        chosen = self.chosen(user, pupil, kind, channel)
        quieter = self.settings_of(user).quieter_since is not None and kind != Kind.SECURITY
        return Pace.DIGEST if quieter and chosen == Pace.NOW else chosen
