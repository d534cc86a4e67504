"""Answers of guardians where the school takes them, and the phrases with which entries begin."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.messaging.models.entries import DiaryEntry, EntryRecipient
from zhurnal.people.models import Person
from zhurnal.school.models import School


class ReplyRule(models.Model):
    """Whether guardians may answer entries of a school, at which hours and to whom. Without a row: they may not."""

    class Mode(models.TextChoices):
        OFF = "off", _("ответы выключены")
        HOURS = "hours", _("только в названные часы")
        ALWAYS = "always", _("в любое время")

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="reply_rule")
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.OFF)
    starts = models.TimeField(default=dt.time(8))
    ends = models.TimeField(default=dt.time(18))
    to_class_teachers = models.BooleanField(default=True)
    to_teachers = models.BooleanField(default=True)
    to_heads = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(starts__lt=models.F("ends")), name="reply_rule_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(mode__in=("off", "hours", "always")), name="reply_rule_mode"
            ),
        )


class EntryReply(models.Model):
    """One turn of the talk between a guardian and the author of an entry. Nobody else takes part in it."""

    recipient = models.ForeignKey(EntryRecipient, on_delete=models.PROTECT, related_name="replies")
    # Whose talk it is: two guardians of one pupil do not read each other's.
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()
    # When the author of the entry has read what the guardian wrote.
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True) | models.Q(read_at__gte=models.F("written_at")),
                name="entry_reply_read_after_written",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="entry_reply_says_something"),
        )


class EntryPhrase(models.Model):
    """A text to begin an entry with: of the school, or of one person."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="entry_phrases")
    # NULL: everybody of the school finds it.
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    kind = models.CharField(max_length=15, choices=DiaryEntry.Kind)
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=4000)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(text=""), name="entry_phrase_says_something"
            ),
        )
