"""Texts to begin entries with: one's own, and those of the school, which its heads keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from zhurnal.audit import ledger
from zhurnal.calc.text import one_line, paragraphs
from zhurnal.messaging import history
from zhurnal.messaging.actions.entries import LONGEST_TEXT
from zhurnal.messaging.errors import MessagingError
from zhurnal.messaging.models import DiaryEntry, EntryPhrase
from zhurnal.messaging.policies import HEADS, WRITERS, phrases_open_to
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from zhurnal.people.models import User
    from zhurnal.school.models import School
    from zhurnal.school.standing import Standing

LONGEST_TITLE = 80
MOST_PHRASES = 100


@transaction.atomic
def add_phrase(
    *, actor: User, school: School, kind: str, title: str, text: str, of_school: bool = False
) -> EntryPhrase:
    """Keep a text. `school` comes from `schools_written_for`; for a school only its heads keep one.

    Raises MessagingError: not_your_phrase, entry_kind, phrase_empty, phrase_too_long, too_many_phrases.
    """
    standing = standing_of(actor, timezone.localdate())
    if of_school and school.pk not in standing.schools(*HEADS):
        raise MessagingError("not_your_phrase")
    opened = ledger.open_chain(history.school_chain(school.pk), ())
    title, text = one_line(title), paragraphs(text)
    if kind not in DiaryEntry.Kind.values:
        raise MessagingError("entry_kind")
    if not (title and text):
        raise MessagingError("phrase_empty")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise MessagingError("phrase_too_long", title=LONGEST_TITLE, text=LONGEST_TEXT)
    owner = None if of_school else standing.person_id
    if EntryPhrase.objects.filter(school=school, owner=owner).count() >= MOST_PHRASES:
        raise MessagingError("too_many_phrases", most=MOST_PHRASES)
    made = EntryPhrase.objects.create(school=school, owner_id=owner, kind=kind, title=title, text=text)
    _tell(opened, standing, school.pk, _line(history.PHRASE_ADD, made))
    return made


@transaction.atomic
def remove_phrase(*, actor: User, phrase_id: int) -> None:
    """Throw a text away; again is harmless. Raises MessagingError «not_your_phrase»."""
    standing = standing_of(actor, timezone.localdate())
    phrase = phrases_open_to(standing).filter(pk=phrase_id).first()
    if phrase is None:
        return
    if phrase.owner_id is None and phrase.school_id not in standing.schools(*HEADS):
        raise MessagingError("not_your_phrase")
    opened = ledger.open_chain(history.school_chain(phrase.school_id), ())
    line = _line(history.PHRASE_REMOVE, phrase)
    phrase.delete()
    _tell(opened, standing, phrase.school_id, line)


def _line(action: str, phrase: EntryPhrase) -> ledger.Entry:
    said = {"owner": phrase.owner_id, "kind": phrase.kind, "title": phrase.title, "text": phrase.text}
    return ledger.Entry(action, f"phrase:{phrase.pk}", said)


def _tell(opened: ledger.Opened, standing: Standing, school_id: int, line: ledger.Entry) -> None:
    role = next(role for role in reversed(WRITERS) if school_id in standing.schools(role))
    ledger.append_to(opened, [line], ledger.Stamp(standing.person_id, role.value, timezone.now()))
