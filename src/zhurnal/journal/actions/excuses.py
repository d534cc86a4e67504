"""A guardian says that a child is not there, takes it back, brings a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.audit import ledger
from zhurnal.journal.excuse_words import excuse_refused
from zhurnal.journal.history import school_chain
from zhurnal.journal.history_excuses import decided_entry, file_entry, made_entry
from zhurnal.journal.models import Excuse, ExcuseFile
from zhurnal.journal.queries.excuses import begins_at
from zhurnal.people.guarding import guardianships_by
from zhurnal.school.models import Enrolment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.people.models import Person, User
    from zhurnal.school.models import School
    from zhurnal.ui.media import StoredFile

LONGEST_TEXT = 500
LONGEST_DAYS = 60
LAST_LESSON = 12
MOST_A_DAY = 20
MOST_FILES = 5
FOLDER = "excuses"
_OPEN = ("", Excuse.Decision.ACCEPTED)


class Said(NamedTuple):
    """What is said about an absence; without lesson numbers it is about whole days."""

    kind: str
    first: dt.date
    last: dt.date
    first_lesson: int | None = None
    last_lesson: int | None = None
    text: str = ""


@transaction.atomic
def announce_absence(
    *, actor: User, pupil: Person, school: School, said: Said, files: Sequence[StoredFile] = ()
) -> Excuse:
    """Say that the child is not there; what was said already with the same days is answered with that one.

    Raises RefusedError: excuse_not_yours, excuse_kind, excuse_other, excuse_text, excuse_days, excuse_lessons,
    excuse_no_pupil, excuse_too_many, excuse_files.
    """
    ledger.lock(school_chain(school.pk))
    _check_right(actor, pupil.pk, school)
    said = checked(said, pupil, school)
    same = Excuse.objects.filter(
        pupil=pupil, decision__in=_OPEN, first=said.first, last=said.last,
        first_lesson=said.first_lesson, last_lesson=said.last_lesson, kind=said.kind,
    ).first()  # fmt: skip
    if same is None:
        since = school.now().replace(hour=0, minute=0, second=0, microsecond=0)
        if Excuse.objects.filter(author=actor.person_id, made_at__gte=since).count() >= MOST_A_DAY:
            raise excuse_refused("excuse_too_many", most=MOST_A_DAY)
        same = Excuse.objects.create(
            school=school, pupil=pupil, author_id=actor.person_id or 0, author_role=Role.GUARDIAN,
            made_at=school.now(), **said._asdict(),
        )  # fmt: skip
        _tell(actor, same, made_entry(same))
    _add_files(actor, same, files)
    return same


@transaction.atomic
def add_document(*, actor: User, excuse: Excuse, files: Sequence[StoredFile]) -> None:
    """Bring a document to what was said before.

    Raises RefusedError: excuse_not_yours, excuse_closed, excuse_files.
    """
    row = _locked(actor, excuse)
    if row.decision not in _OPEN:
        raise excuse_refused("excuse_closed")
    _add_files(actor, row, files)


@transaction.atomic
def withdraw_excuse(*, actor: User, excuse: Excuse) -> Excuse:
    """Take it back before it begins, or while nobody has decided.

    Raises RefusedError: excuse_not_yours, excuse_decided, excuse_begun.
    """
    row = _locked(actor, excuse)
    if row.decision not in _OPEN:
        raise excuse_refused("excuse_decided")
    if row.decision and begins_at(row) <= row.school.now():
        raise excuse_refused("excuse_begun")
    row.decision, row.decided_by_id = Excuse.Decision.WITHDRAWN, actor.person_id
    row.decided_at = row.school.now()
    row.save(update_fields=["decision", "decided_by", "decided_at"])
    _tell(actor, row, decided_entry(row))
    return row


def checked(said: Said, pupil: Person, school: School) -> Said:
    """What is said, tidied. Raises RefusedError as `announce_absence` does."""
    said = said._replace(text=" ".join(said.text.replace("\0", "").split()))
    if said.kind not in Excuse.Kind.values:
        raise excuse_refused("excuse_kind")
    if said.kind == Excuse.Kind.OTHER and not said.text:
        raise excuse_refused("excuse_other")
    if len(said.text) > LONGEST_TEXT:
        raise excuse_refused("excuse_text", most=LONGEST_TEXT)
    _check_days(said, pupil, school)
    if said.first_lesson is None and said.last_lesson is None:
        return said
    first = said.first_lesson or 1
    last = said.last_lesson or LAST_LESSON
    if said.first != said.last or not 1 <= first <= last <= LAST_LESSON:
        raise excuse_refused("excuse_lessons", most=LAST_LESSON)
    return said._replace(first_lesson=first, last_lesson=last)


def _check_days(said: Said, pupil: Person, school: School) -> None:
    spans = Enrolment.objects.filter(
        pupil=pupil, school_class__year__school=school, valid_from__lte=said.last
    )
    year = spans.select_related("school_class__year").order_by("-valid_from").first()
    if year is None or (year.valid_to is not None and year.valid_to < said.first):
        raise excuse_refused("excuse_no_pupil")
    starts, ends = year.school_class.year.starts, year.school_class.year.ends
    in_year = starts <= said.first <= said.last <= ends
    if not in_year or (said.last - said.first).days >= LONGEST_DAYS:
        raise excuse_refused(
            "excuse_days", first=f"{starts:%d.%m.%Y}", last=f"{ends:%d.%m.%Y}", most=LONGEST_DAYS
        )


def _locked(actor: User, excuse: Excuse) -> Excuse:
    """The excuse as it stands, of a child for which the actor may write. Raises RefusedError excuse_not_yours."""
    ledger.lock(school_chain(excuse.school_id))
    row = Excuse.objects.select_related("school").get(pk=excuse.pk)
    _check_right(actor, row.pupil_id, row.school)
    return row


def _check_right(actor: User, pupil_id: int, school: School) -> None:
    if not guardianships_by(actor.person_id, school.today(), "may_write").filter(pupil=pupil_id).exists():
        raise excuse_refused("excuse_not_yours")


def _add_files(actor: User, excuse: Excuse, files: Sequence[StoredFile]) -> None:
    """Let stored files go with it; what goes with it already is not added again."""
    if not files:
        return
    known = set(ExcuseFile.objects.filter(excuse=excuse).values_list("sha256", "name"))
    fresh = {(one.sha256, one.name): one for one in files if (one.sha256, one.name) not in known}
    if len(known) + len(fresh) > MOST_FILES:
        raise excuse_refused("excuse_files", most=MOST_FILES)
    ExcuseFile.objects.bulk_create(
        ExcuseFile(
            excuse=excuse, author_id=actor.person_id or 0, added_at=excuse.school.now(), **one._asdict()
        )
        for one in fresh.values()
    )
    _tell(actor, excuse, *(file_entry(excuse, one.sha256) for one in fresh.values()))


def _tell(actor: User, excuse: Excuse, *entries: ledger.Entry) -> None:
    ledger.append(
        school_chain(excuse.school_id), entries, actor_id=actor.person_id, actor_role=Role.GUARDIAN.value,
        at=timezone.now(),
    )  # fmt: skip
