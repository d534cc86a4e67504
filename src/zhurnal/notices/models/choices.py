"""What people chose, and where they can be reached."""

from __future__ import annotations

import datetime as dt

from django.db import models

from zhurnal.notices.kinds import Channel, Kind, Pace
from zhurnal.people.models import Person, User


class NoticeSettings(models.Model):
    """How an account wants to be told, whatever of. Without a row the defaults hold."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    digest_at = models.TimeField(default=dt.time(17, 30))
    quiet_from = models.TimeField(default=dt.time(21))
    quiet_to = models.TimeField(default=dt.time(7))
    # «Тише»: since then nothing comes at once but what concerns the sign-in.
    quieter_since = models.DateTimeField(null=True, blank=True)
    # A letter tells marks, subjects and texts.
    is_detailed = models.BooleanField(default=False)
    news_seen_at = models.DateTimeField(null=True, blank=True)


class NoticeChoice(models.Model):
    """How soon an account wants to be told of a kind of event about a pupil over a channel.

    What concerns the account itself is chosen for the account's own person.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=4, choices=Channel)
    pace = models.CharField(max_length=6, choices=Pace)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "pupil", "kind", "channel"), name="notice_choice_once"),
        )


class MailAddress(models.Model):
    """Where an account gets letters; only once it has shown that it reads them there."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)


class PushDevice(models.Model):
    """A browser that lets itself be woken up: where its push service is asked, and the keys to write to it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # The endpoint may be longer than an index holds.
    mark = models.CharField(max_length=64, unique=True)
    endpoint = models.TextField(max_length=2000)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField(max_length=80, blank=True)
    added_at = models.DateTimeField()
