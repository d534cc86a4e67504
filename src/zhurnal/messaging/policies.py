"""Who may see which diary entries. The only entrance to these rows for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryPhrase, EntryRecipient, EntryReply
from zhurnal.school.models import Enrolment, School
from zhurnal.school.policies import pupils_visible_to

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from zhurnal.school.standing import Standing

HEADS = (Role.DEPUTY, Role.DIRECTOR)
WRITERS = (Role.TEACHER, Role.CLASS_TEACHER, *HEADS)


def received_entries_visible_to(standing: Standing) -> QuerySet[EntryRecipient]:
    """Entries in the diaries of visible pupils, from the moment at which families see them."""
    shown = EntryRecipient.objects.filter(entry__visible_at__lte=timezone.now())
    return shown.filter(pupil__in=pupils_visible_to(standing).values("pk"))


def entries_to_acknowledge_by(standing: Standing) -> QuerySet[EntryRecipient]:
    """Entries that the person may acknowledge: in the own diary and in those of the own children."""
    shown = EntryRecipient.objects.filter(entry__visible_at__lte=timezone.now())
    return shown.filter(pupil__in=standing.pupil_ids | standing.child_ids)


def entries_to_answer_by(standing: Standing) -> QuerySet[EntryRecipient]:
    """Entries to which a guardian may wish to reply; whether the school takes replies is another question."""
    return entries_to_acknowledge_by(standing).filter(pupil__in=standing.child_ids)


def files_received_by(standing: Standing) -> QuerySet[EntryFile]:
    """Files of entries in the diaries of visible pupils; none of an entry that was withdrawn."""
    received = received_entries_visible_to(standing).filter(entry=OuterRef("entry"))
    return EntryFile.objects.filter(Exists(received), withdrawn_at=None, entry__withdrawal=None)


def recipients_overseen_by(standing: Standing) -> QuerySet[EntryRecipient]:
    """In whose diaries the person may look who has read: the author and the heads in all, others in their class."""
    whole = Q(entry__author=standing.person_id) | Q(entry__school__in=standing.schools(*HEADS))
    if not standing.class_ids:
        return EntryRecipient.objects.filter(whole)
    return EntryRecipient.objects.filter(whole | Q(in_classes_then(standing.class_ids)))


def in_classes_then(classes: Collection[int]) -> Exists:
    """The condition that the pupil of an `EntryRecipient` was in one of the classes on the day of the entry."""
    until = Q(valid_to=None) | Q(valid_to__gte=OuterRef("entry__day"))
    there = Enrolment.objects.filter(
        until, school_class__in=classes, pupil=OuterRef("pupil"), valid_from__lte=OuterRef("entry__day")
    )
    return Exists(there)


def entries_overseen_by(standing: Standing) -> QuerySet[DiaryEntry]:
    """Entries of one's own, of the own class, of the school for its heads.

    A class teacher does not see what families do not see yet.
    """
    overseen = recipients_overseen_by(standing).filter(entry=OuterRef("pk"))
    whole = Q(author=standing.person_id) | Q(school__in=standing.schools(*HEADS))
    return DiaryEntry.objects.filter(Exists(overseen)).filter(whole | Q(visible_at__lte=timezone.now()))


def files_overseen_by(standing: Standing) -> QuerySet[EntryFile]:
    """Files of the entries that the person may look at; of a withdrawn one for its author and the heads."""
    whole = Q(entry__author=standing.person_id) | Q(entry__school__in=standing.schools(*HEADS))
    entries = entries_overseen_by(standing).values("pk")
    return EntryFile.objects.filter(whole | Q(entry__withdrawal=None), withdrawn_at=None, entry__in=entries)


def may_withdraw(standing: Standing, entry: DiaryEntry) -> bool:
    """Its author, and the heads of its school."""
    return entry.author_id == standing.person_id or entry.school_id in standing.schools(*HEADS)


def replies_to(person_id: int) -> QuerySet[EntryReply]:
    """The talks about entries of one's own. Nobody reads those of others."""
    return EntryReply.objects.filter(recipient__entry__author=person_id)


def phrases_open_to(standing: Standing) -> QuerySet[EntryPhrase]:
    """One's own and the school's."""
    mine = Q(owner=standing.person_id) | Q(owner=None)
    return EntryPhrase.objects.filter(mine, school__in=standing.schools(*WRITERS)).order_by(
        F("owner").asc(nulls_last=True), "kind", "title", "pk"
    )


def schools_written_for(standing: Standing) -> QuerySet[School]:
    """Schools in whose diaries the person writes."""
    return School.objects.filter(pk__in=standing.schools(*WRITERS)).order_by("pk")


def schools_directed_by(standing: Standing) -> QuerySet[School]:
    """Schools whose replies the person switches on and off."""
    return School.objects.filter(pk__in=standing.schools(Role.DIRECTOR)).order_by("pk")
