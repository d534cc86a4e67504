"""What goes out. Each row is made once, by its unique key, and moves forward only."""

from __future__ import annotations

from django.db import models

from zhurnal.notices.kinds import Channel, Pace
from zhurnal.notices.models.choices import PushDevice
from zhurnal.notices.models.events import Event
from zhurnal.people.models import Person, User


class Message(models.Model):
    """What one person gets at one time over one channel: one notice or a whole digest."""

    class Purpose(models.TextChoices):
        NEWS = "news"
        CONFIRM = "confirm"  # an address of e-mail

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=4, choices=Channel)
    purpose = models.CharField(max_length=7, choices=Purpose, default=Purpose.NEWS)
    made_at = models.DateTimeField()


class Notice(models.Model):
    """An account is told of an event about a pupil, over a channel."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices", db_index=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    pupil = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=4, choices=Channel)
    pace = models.CharField(max_length=6, choices=[(Pace.NOW, "now"), (Pace.DIGEST, "digest")])
    send_after = models.DateTimeField()
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="notices", null=True, blank=True
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("event", "user", "pupil", "channel"), name="notice_once"),
        )
        indexes = (
            models.Index(
                fields=("send_after",), condition=models.Q(message__isnull=True), name="notice_to_bundle"
            ),
            models.Index(fields=("user", "channel"), name="notice_of_user"),
        )


class Delivery(models.Model):
    """A message on its way to one address or device.

    `token` is of the worker that claimed it: only that one writes what became of it. Never back from `unknown`.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        REFUSED = "refused"  # by the other side, for good, or too often
        DROPPED = "dropped"  # nobody is left who may be told
        UNKNOWN = "unknown"  # claimed, and no answer came: it may have arrived

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    # NULL for e-mail; `target` tells them apart in the unique key.
    device = models.ForeignKey(PushDevice, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    target = models.CharField(max_length=30)
    public_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    token = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("message", "target"), name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state="queued") | models.Q(claimed_at__isnull=False),
                name="delivery_claimed_before_sent",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_try_at",), condition=models.Q(state="queued"), name="delivery_to_send"
            ),
            models.Index(
                fields=("claimed_at",), condition=models.Q(state="sending"), name="delivery_claimed"
            ),
        )
