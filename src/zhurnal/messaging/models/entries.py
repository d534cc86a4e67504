"""What the school writes into diaries, and who has read it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhurnal.access.roles import Role
from zhurnal.people.models import Person
from zhurnal.school.models import School


class DiaryEntry(models.Model):
    """A remark, thanks, announcement or invitation by class teacher, teacher, deputy head or director."""

    class Kind(models.TextChoices):
        REMARK = "remark", _("замечание")
        THANKS = "thanks", _("благодарность")
        ANNOUNCEMENT = "announcement", _("объявление")
        INVITATION = "invitation", _("приглашение")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="diary_entries")
    kind = models.CharField(max_length=15, choices=Kind)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="diary_entries")
    # The role in which it was written, as it was then.
    author_role = models.CharField(max_length=15, choices=Role)
    audience = models.CharField(max_length=100, blank=True)
    text = models.TextField(max_length=4000)
    # The day of the diary on which it stands; the time when it was written is another thing.
    day = models.DateField()
    written_at = models.DateTimeField()
    # When families see it, by the clock of the machine: a demo school stands still, what waits there does not.
    # NULL: it was taken back before anybody could see it.
    visible_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    # Grows with every correction, so that nobody signs another text than the one that was read.
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=("school", "written_at"), name="entry_of_school"),
            models.Index(fields=("visible_at",), name="entry_becomes_visible"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(version__gte=1), name="entry_version_from_one"),
            models.CheckConstraint(condition=~models.Q(text=""), name="entry_says_something"),
        )

    @property
    def is_visible(self) -> bool:
        """Whether families can see it, or could until it was withdrawn."""
        return self.visible_at is not None and self.visible_at <= timezone.now()


class EntryWithdrawal(models.Model):
    """An entry was taken back: families read who did it and when instead. Why stands in the ledger."""

    entry = models.OneToOneField(DiaryEntry, on_delete=models.PROTECT, related_name="withdrawal")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_as = models.CharField(max_length=15, choices=Role)
    made_at = models.DateTimeField()


class EntryFile(models.Model):
    """A file that goes with an entry. What was withdrawn is shown to nobody, but stays."""

    entry = models.ForeignKey(DiaryEntry, on_delete=models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)  # below the installation's media folder
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "sha256", "name"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="entry_file_once",
            ),
        )
        indexes = (models.Index(fields=("entry",), name="entry_file_of_entry"),)


class EntryRecipient(models.Model):
    """An entry stands in the diary of a pupil."""

    entry = models.ForeignKey(DiaryEntry, on_delete=models.PROTECT, related_name="recipients")
    pupil = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="received_entries", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pupil", "entry"), name="entry_recipient_once"),)


class EntryReceipt(models.Model):
    """A person (the pupil or a guardian) has read an entry in a pupil's diary, and may have signed it."""

    recipient = models.ForeignKey(
        EntryRecipient, on_delete=models.PROTECT, related_name="receipts", db_index=False
    )
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entry_receipts")
    read_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("recipient", "reader"), name="entry_receipt_once"),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True) | models.Q(signed_at__gte=models.F("read_at")),
                name="entry_receipt_signed_after_read",
            ),
        )
