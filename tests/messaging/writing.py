"""Writing entries the honest way, for the tests of this room and of rooms above."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from zhurnal.access.roles import Role
from zhurnal.messaging.actions.entries import Draft, write_entry
from zhurnal.messaging.audience import Address, Scope
from zhurnal.messaging.models import DiaryEntry, EntryRecipient
from zhurnal.school.models import Enrolment, SchoolClass
from zhurnal.ui import media

if TYPE_CHECKING:
    from tests.cast import Cast
    from zhurnal.people.models import Person, User
    from zhurnal.ui.media import StoredFile

PDF = b"%PDF-1.7 plan"


def to_class(cast: Cast, role: Role = Role.CLASS_TEACHER, school_class: SchoolClass | None = None) -> Address:
    """7 «А» where no other class is named."""
    wanted = school_class or cast.class_7a
    return Address(role, Scope.CLASS, wanted.year.school_id, wanted.pk)


def to_school(cast: Cast, role: Role = Role.DIRECTOR) -> Address:
    return Address(role, Scope.SCHOOL, cast.school.pk, cast.school.pk)


def to_course(cast: Cast) -> Address:
    """Algebra of 7 «А», which the account `teacher` holds."""
    return Address(Role.TEACHER, Scope.COURSE, cast.school.pk, cast.algebra_7a.pk)


def draft(address: Address, **fields: Any) -> Draft:
    given: dict[str, Any] = {"kind": "announcement", "text": "Собрание в четверг", "change_id": uuid.uuid4()}
    return Draft(address, **given | fields)


def write(cast: Cast, actor: User, address: Address, *pupils: Person, **fields: Any) -> DiaryEntry:
    assert cast.school
    chosen = frozenset(one.pk for one in pupils)
    return write_entry(actor=actor, draft=draft(address, pupils=chosen, **fields))


def received(entry: DiaryEntry, pupil: Person) -> EntryRecipient:
    found = EntryRecipient.objects.select_related("entry__school")
    return found.get(entry=entry, pupil=pupil)


def kept_file(name: str = "План.pdf", data: bytes = PDF) -> StoredFile:
    return media.store("entries", name, io.BytesIO(data))


def crowd(cast: Cast, number: int = 60) -> list[Person]:
    """So many more pupils in 7 «Б» that an entry to the school waits before it is seen."""
    from zhurnal.people.models import Person  # noqa: PLC0415 -- only who needs a crowd

    people = [Person(surname=f"Толпин{at:03}", given_name="Ян", sex="m") for at in range(number)]
    for one in people:
        one.set_keys()
    made = Person.objects.bulk_create(people)
    since = dt.date(2025, 9, 1)
    Enrolment.objects.bulk_create(
        Enrolment(pupil=one, school_class=cast.class_7b, valid_from=since) for one in made
    )
    return made


def let_the_delay_pass(entry: DiaryEntry) -> None:
    DiaryEntry.objects.filter(pk=entry.pk).update(visible_at=timezone.now())
