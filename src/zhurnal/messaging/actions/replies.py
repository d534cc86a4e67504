"""The talk between a guardian and the author of an entry, where the school allows it, and the switch for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.calc.text import paragraphs
from zhurnal.messaging import history
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import EntryReply, EntryWithdrawal, ReplyRule
from zhurnal.messaging.permission import check_open
from zhurnal.people.guarding import guardianships_by

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from zhurnal.messaging.models import EntryRecipient
    from zhurnal.people.models import User
    from zhurnal.school.models import School

LONGEST_REPLY = 2000
MOST_A_DAY = 10


class Hours(NamedTuple):
    """What the director decided about replies."""

    mode: str
    starts: dt.time
    ends: dt.time
    to_class_teachers: bool
    to_teachers: bool
    to_heads: bool


@transaction.atomic
def reply(*, actor: User, recipient: EntryRecipient, text: str, change_id: uuid.UUID) -> EntryReply | None:
    """A guardian answers the author of an entry. None where the same reply was sent before.

    `recipient` comes from `entries_to_answer_by`, with entry and school. Raises MessagingError: not_guardian,
    entry_withdrawn, replies_off, replies_later, reply_empty, reply_too_long, too_many_replies.
    """
    entry = recipient.entry
    opened = ledger.open_chain(history.school_chain(entry.school_id), [change_id])
    if change_id in opened.known:
        return None
    now, today = entry.school.now(), entry.school.today()
    guards = guardianships_by(actor.person_id, today, "may_write").filter(pupil=recipient.pupil_id)
    if not guards.exists():
        raise MessagingError("not_guardian")
    if EntryWithdrawal.objects.filter(entry=entry).exists():
        raise MessagingError("entry_withdrawn")
    check_open(ReplyRule.objects.filter(school=entry.school_id).first(), entry.author_role, now.time())
    said = _checked(text)
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = EntryReply.objects.filter(recipient=recipient, author=actor.person_id, written_at__gte=since)
    if mine.count() >= MOST_A_DAY:
        raise MessagingError("too_many_replies", most=MOST_A_DAY)
    return _written(
        opened, actor, recipient, guardian_id=actor.person_id or 0, text=said, role=Role.GUARDIAN.value,
        change_id=change_id,
    )  # fmt: skip


@transaction.atomic
def answer(
    *, actor: User, recipient: EntryRecipient, guardian_id: int, text: str, change_id: uuid.UUID
) -> EntryReply | None:
    """The author of an entry answers a guardian who wrote; what that guardian wrote counts as read.

    None where the same answer was sent before. Raises MessagingError: not_answered, reply_empty,
    reply_too_long.
    """
    entry = recipient.entry
    opened = ledger.open_chain(history.school_chain(entry.school_id), [change_id])
    if change_id in opened.known:
        return None
    talk = EntryReply.objects.filter(recipient=recipient, guardian=guardian_id)
    if entry.author_id != actor.person_id or not talk.exists():
        raise MessagingError("not_answered")
    made = _written(
        opened, actor, recipient, guardian_id=guardian_id, text=_checked(text), role=entry.author_role,
        change_id=change_id,
    )  # fmt: skip
    _mark_read(recipient, guardian_id)
    return made


@transaction.atomic
def read_replies(*, actor: User, recipient: EntryRecipient, guardian_id: int) -> int:
    """The author of an entry has read what a guardian wrote; how many turns were new. Raises «not_answered»."""
    entry = recipient.entry
    if entry.author_id != actor.person_id:
        raise MessagingError("not_answered")
    opened = ledger.open_chain(history.school_chain(entry.school_id), ())
    number = _mark_read(recipient, guardian_id)
    if number:
        payload = {"entry": entry.pk, "pupil": recipient.pupil_id, "guardian": guardian_id}
        line = ledger.Entry(history.REPLY_READ, history.entry_subject(entry.pk), payload)
        ledger.append_to(opened, [line], ledger.Stamp(actor.person_id, entry.author_role, timezone.now()))
    return number


@transaction.atomic
def set_reply_rule(*, actor: User, school: School, hours: Hours) -> None:
    """Switch replies on or off, for the whole school at once. `school` comes from `schools_directed_by`.

    Raises MessagingError "hours".
    """
    opened = ledger.open_chain(history.school_chain(school.pk), ())
    if hours.mode not in ReplyRule.Mode.values or hours.starts >= hours.ends:
        raise MessagingError("hours")
    ReplyRule.objects.update_or_create(school=school, defaults=hours._asdict())
    told = {name: str(value) for name, value in hours._asdict().items()}
    line = ledger.Entry(history.RULE_SET, f"school:{school.pk}", told)
    stamp = ledger.Stamp(actor.person_id, Role.DIRECTOR.value, timezone.now())
    ledger.append_to(opened, [line], stamp)


def _checked(text: str) -> str:
    said = paragraphs(text)
    if not said:
        raise MessagingError("reply_empty")
    if len(said) > LONGEST_REPLY:
        raise MessagingError("reply_too_long", length=len(said), most=LONGEST_REPLY)
    return said


def _written(
    opened: ledger.Opened,
    actor: User,
    recipient: EntryRecipient,
    *,
    guardian_id: int,
    text: str,
    role: str,
    change_id: uuid.UUID,
) -> EntryReply:
    made = EntryReply.objects.create(
        recipient=recipient, guardian_id=guardian_id, author_id=actor.person_id or 0, text=text,
        written_at=recipient.entry.school.now(),
    )  # fmt: skip
    line = history.replied(made, recipient.entry_id, recipient.pupil_id, change_id)
    ledger.append_to(opened, [line], ledger.Stamp(actor.person_id, role, timezone.now()))
    return made


def _mark_read(recipient: EntryRecipient, guardian_id: int) -> int:
    """Rows one by one: a demo school lives its day again, and nothing is read before it was written."""
    now = recipient.entry.school.now()
    new = EntryReply.objects.filter(
        recipient=recipient, guardian=guardian_id, author=guardian_id, read_at=None
    )  # fmt: skip
    rows = list(new)
    for row in rows:
        row.read_at = max(now, row.written_at)
    EntryReply.objects.bulk_update(rows, ["read_at"])
    return len(rows)
