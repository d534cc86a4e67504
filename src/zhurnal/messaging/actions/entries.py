"""Writing an entry into diaries, correcting it while nobody has read it, taking it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.calc.text import one_line, paragraphs
from zhurnal.messaging import history
from zhurnal.messaging.audience import audience_of, offer_for
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryFile, EntryReceipt, EntryRecipient, EntryWithdrawal
from zhurnal.messaging.policies import HEADS, may_withdraw
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence

    from zhurnal.access.roles import Role
    from zhurnal.messaging.audience import Address, Audience
    from zhurnal.people.models import User
    from zhurnal.school.standing import Standing
    from zhurnal.ui.media import StoredFile

LONGEST_TEXT = 4000
LONGEST_REASON = 300
MOST_FILES = 10
# Into more diaries than these an entry comes only after a while, in which it can be taken back unseen.
MANY = 50
DELAY = dt.timedelta(minutes=2)


class Draft(NamedTuple):
    """What somebody wants to write. Without `pupils` it goes to everybody of the address."""

    address: Address
    kind: str
    text: str
    change_id: uuid.UUID
    pupils: frozenset[int] = frozenset()
    files: tuple[StoredFile, ...] = ()


class Correction(NamedTuple):
    """What an entry shall say from now on; `seen` is the version that was on the screen."""

    kind: str
    text: str
    seen: int
    added: tuple[StoredFile, ...] = ()
    dropped: frozenset[int] = frozenset()


@transaction.atomic
def write_entry(*, actor: User, draft: Draft) -> DiaryEntry:
    """Write an entry into the diaries of the draft's pupils. The same change sent again finds it written.

    Raises MessagingError: not_addressed, no_pupils, entry_kind, entry_empty, entry_too_long, too_many_files.
    """
    standing = standing_of(actor, timezone.localdate())
    offer = offer_for(standing, draft.address)
    opened = ledger.open_chain(history.school_chain(offer.school.pk), [draft.change_id])
    if draft.change_id in opened.known:
        return DiaryEntry.objects.get(pk=opened.known[draft.change_id].details["entry"])
    audience = audience_of(offer, draft.pupils)
    if not audience.pupils:
        raise MessagingError("no_pupils")
    kind, text = checked(draft.kind, draft.text, draft.files)
    entry = _stored(standing.person_id, draft, audience, kind, text)
    pupils = [one.pupil_id for one in audience.pupils]
    EntryRecipient.objects.bulk_create(EntryRecipient(entry=entry, pupil_id=pupil) for pupil in pupils)
    _add_files(entry, draft.files)
    after = history.content_of(kind, text, [(one.name, one.sha256) for one in draft.files])
    line = history.written(entry.pk, entry.audience, pupils, after, draft.change_id)
    _tell(opened, line, standing, draft.address.role)
    return entry


@transaction.atomic
def correct_entry(*, actor: User, entry: DiaryEntry, correction: Correction) -> DiaryEntry:
    """Let an entry say something else, while nobody has read it. What changes nothing writes nothing.

    Raises MessagingError: not_author, entry_withdrawn, entry_changed, entry_read, and what `write_entry` says of
    texts and files.
    """
    opened = ledger.open_chain(history.school_chain(entry.school_id), ())
    entry = DiaryEntry.objects.select_for_update(of=("self",)).select_related("school").get(pk=entry.pk)
    standing = standing_of(actor, timezone.localdate())
    _check_correctable(entry, standing, correction.seen)
    kept = entry.files.filter(withdrawn_at=None).exclude(pk__in=correction.dropped)
    standing_files = list(kept.values_list("name", "sha256"))
    added = [one for one in correction.added if (one.name, one.sha256) not in set(standing_files)]
    kind, text = checked(correction.kind, correction.text, added, len(standing_files))
    before = history.content_of(entry.kind, entry.text, _files(entry))
    dropped = entry.files.filter(withdrawn_at=None, pk__in=correction.dropped)
    dropped.update(withdrawn_at=entry.school.now())
    _add_files(entry, added)
    after = history.content_of(kind, text, _files(entry))
    if after != before:
        entry.kind, entry.text, entry.version = kind, text, entry.version + 1
        entry.save(update_fields=["kind", "text", "version"])
        _tell(opened, history.corrected(entry, before, after), standing, entry.author_role)
    return entry


@transaction.atomic
def withdraw_entry(*, actor: User, entry: DiaryEntry, reason: str = "") -> None:
    """Take an entry back. Before families see it nobody learns that it was there; later a reason is needed.

    Raises MessagingError: not_withdrawer, entry_withdrawn, reason_missing, reason_too_long.
    """
    opened = ledger.open_chain(history.school_chain(entry.school_id), ())
    entry = DiaryEntry.objects.select_for_update(of=("self",)).select_related("school").get(pk=entry.pk)
    standing = standing_of(actor, timezone.localdate())
    if not may_withdraw(standing, entry):
        raise MessagingError("not_withdrawer")
    if hasattr(entry, "withdrawal"):
        raise MessagingError("entry_withdrawn")
    was_visible, reason = entry.is_visible, one_line(reason)
    if was_visible and not reason:
        raise MessagingError("reason_missing")
    if len(reason) > LONGEST_REASON:
        raise MessagingError("reason_too_long", most=LONGEST_REASON)
    if not was_visible:
        entry.visible_at = None
        entry.save(update_fields=["visible_at"])
    role = _role_of(standing, entry)
    EntryWithdrawal.objects.create(
        entry=entry, made_by_id=standing.person_id, made_as=role, made_at=entry.school.now()
    )
    pupils = list(entry.recipients.values_list("pupil_id", flat=True))
    _tell(opened, history.withdrawn(entry.pk, pupils, reason, was_visible=was_visible), standing, role)


def checked(kind: str, text: str, files: Sequence[StoredFile], standing: int = 0) -> tuple[str, str]:
    """The kind and the text as they are stored, beside `standing` files. Raises MessagingError."""
    if kind not in DiaryEntry.Kind.values:
        raise MessagingError("entry_kind")
    text = paragraphs(text)
    if not text:
        raise MessagingError("entry_empty")
    if len(text) > LONGEST_TEXT:
        raise MessagingError("entry_too_long", length=len(text), most=LONGEST_TEXT)
    distinct = {(one.name, one.sha256) for one in files}
    if standing + len(distinct) > MOST_FILES:
        raise MessagingError("too_many_files", name=files[-1].name, most=MOST_FILES)
    return kind, text


def _stored(author: int, draft: Draft, audience: Audience, kind: str, text: str) -> DiaryEntry:
    school, waits = audience.offer.school, len(audience.pupils) > MANY
    return DiaryEntry.objects.create(
        school=school, kind=kind, text=text, author_id=author, author_role=draft.address.role,
        audience=audience.label[:100], day=school.today(), written_at=school.now(),
        visible_at=timezone.now() + (DELAY if waits else dt.timedelta()),
    )  # fmt: skip


def _add_files(entry: DiaryEntry, files: Collection[StoredFile]) -> None:
    distinct = {(one.name, one.sha256): one for one in files}.values()
    now = entry.school.now()
    EntryFile.objects.bulk_create(EntryFile(entry=entry, added_at=now, **one._asdict()) for one in distinct)


def _files(entry: DiaryEntry) -> list[tuple[str, str]]:
    return list(entry.files.filter(withdrawn_at=None).values_list("name", "sha256"))


def _check_correctable(entry: DiaryEntry, standing: Standing, seen: int) -> None:
    if entry.author_id != standing.person_id:
        raise MessagingError("not_author")
    if EntryWithdrawal.objects.filter(entry=entry).exists():
        raise MessagingError("entry_withdrawn")
    if entry.version != seen:
        raise MessagingError("entry_changed")
    if EntryReceipt.objects.filter(recipient__entry=entry).exists():
        raise MessagingError("entry_read")


def _role_of(standing: Standing, entry: DiaryEntry) -> str:
    """An author takes back as who wrote; a head as head."""
    if entry.author_id == standing.person_id:
        return entry.author_role
    return next(role.value for role in reversed(HEADS) if entry.school_id in standing.schools(role))


def _tell(opened: ledger.Opened, line: ledger.Entry, standing: Standing, role: Role | str) -> None:
    ledger.append_to(opened, [line], ledger.Stamp(standing.person_id, str(role), timezone.now()))
