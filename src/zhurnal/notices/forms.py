"""What the page of notices accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from zhurnal.notices.kinds import Channel, Kind
from zhurnal.notices.pace import Hours
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    from django.http import QueryDict

_PARTS = 3


class HoursForm(forms.Form):
    """The hours of the day, and whether letters tell in full."""

    digest_at = forms.TimeField()
    quiet_from = forms.TimeField()
    quiet_to = forms.TimeField()
    is_detailed = forms.BooleanField(required=False)

    def hours(self) -> Hours:
        """The hours as typed, of a valid form."""
        return Hours(*(self.cleaned_data[name] for name in ("digest_at", "quiet_from", "quiet_to")))


class SubscriptionForm(forms.Form):
    """What a browser tells of its push service."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)


def paces_in(post: QueryDict) -> dict[tuple[int, str, str], str]:
    """(pupil, kind, channel) → pace of fields named «12-mark-mail»; other fields are none."""
    found = {}
    for name, value in post.items():
        parts = name.split("-")
        pupil = as_id(parts[0])
        if (
            len(parts) == _PARTS
            and pupil is not None
            and parts[1] in Kind.values
            and parts[2] in Channel.values
        ):
            found[pupil, parts[1], parts[2]] = str(value)
    return found
