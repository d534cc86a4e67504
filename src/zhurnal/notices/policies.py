"""Who may be told of an event, and whose events a family sees. The only entrance to events for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from zhurnal.journal.models import Excuse
from zhurnal.messaging.models import EntryRecipient
from zhurnal.notices.kinds import OF_A_CHILD, VANISHING, Kind
from zhurnal.notices.models import MailAddress, PushDevice
from zhurnal.people.guarding import in_force
from zhurnal.people.models import Guardianship, User
from zhurnal.school.models import CourseMembership
from zhurnal.school.standing import standing_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from zhurnal.notices.models import Event
    from zhurnal.school.standing import Standing


def family_of(standing: Standing) -> frozenset[int]:
    """Pupils whose news the person sees: the own children, and oneself as a pupil."""
    return standing.child_ids | standing.pupil_ids


def kinds_for(standing: Standing) -> tuple[Kind, ...]:
    """What the person can choose to be told of."""
    return (*OF_A_CHILD, Kind.SECURITY) if family_of(standing) else (Kind.SECURITY,)


def is_worth_telling(event: Event) -> bool:
    """Whether somebody who reads of it outside finds it true: it was not taken back, and is not over."""
    if event.is_nothing or (event.kind in VANISHING and not event.after):
        return False
    if event.entry is not None and (event.entry.visible_at is None or hasattr(event.entry, "withdrawal")):
        return False
    if event.kind != Kind.LESSON or event.lesson is None or event.course is None:
        return True
    return event.lesson.date >= event.course.year.school.today()


def said_by_the_family(events: Iterable[Event]) -> set[int]:
    """Absences that the family announced itself, so that nobody tells it of them. One query where there are any."""
    absences = [event for event in events if event.kind == Kind.ABSENCE and event.lesson is not None]
    if not absences:
        return set()
    open_ones = Excuse.objects.filter(decision__in=("", Excuse.Decision.ACCEPTED))
    excuses = list(open_ones.filter(pupil__in={event.person_id for event in absences}))
    return {event.pk for event in absences if any(_covers(excuse, event) for excuse in excuses)}


def _covers(excuse: Excuse, event: Event) -> bool:
    if excuse.pupil_id != event.person_id or event.lesson is None:
        return False
    if not excuse.first <= event.lesson.date <= excuse.last:
        return False
    return excuse.first_lesson is None or excuse.first_lesson <= event.lesson.number <= (
        excuse.last_lesson or 0
    )


def may_still_be_told(user: User, pupil_id: int) -> bool:
    """Whether the account may be told about the pupil at this moment, as its next request would find. One query."""
    if not user.is_active:
        return False
    standing = standing_of(user, timezone.localdate())
    return pupil_id in family_of(standing) or pupil_id == user.person_id


def pupils_concerned(events: Iterable[Event]) -> dict[int, set[int]]:
    """Event → the people it is about. Two queries, whatever their number."""
    events = list(events)
    found = {event.pk: {event.person_id} if event.person_id else set() for event in events}
    of_courses = [event for event in events if not event.person_id and event.course_id]
    members = list(CourseMembership.objects.filter(course__in={event.course_id for event in of_courses}))
    for event in of_courses:
        day = event.lesson.date if event.lesson else timezone.localdate()
        found[event.pk] = {
            one.pupil_id for one in members if one.course_id == event.course_id and one.holds_on(day)
        }
    of_entries = {event.entry_id: event.pk for event in events if event.entry_id}
    received = EntryRecipient.objects.filter(entry__in=of_entries).values_list("entry_id", "pupil_id")
    for entry, pupil in received:
        found[of_entries[entry]].add(pupil)
    return found


def accounts_told_of(people: Collection[int]) -> dict[int, list[User]]:
    """Person → the accounts that hear of that person: the own one and the guardians' of today. Two queries.

    Only those that can be reached at all.
    """
    reachable = User.objects.filter(_is_reachable(), is_active=True)
    found: dict[int, list[User]] = {person: [] for person in people}
    for user in reachable.filter(person__in=people):
        found[user.person_id or 0].append(user)
    guards = Guardianship.objects.filter(in_force(timezone.localdate()), pupil__in=people)
    guardians: dict[int, list[int]] = {}
    for guardian, pupil in guards.values_list("guardian_id", "pupil_id"):
        guardians.setdefault(guardian, []).append(pupil)
    for user in reachable.filter(person__in=guardians):
        for pupil in guardians[user.person_id or 0]:
            found[pupil].append(user)
    return found


def mail_goes_out() -> bool:
    """Whether the installation can send letters at all."""
    return bool(settings.EMAIL_HOST)


def _is_reachable() -> Q:
    devices = PushDevice.objects.values("user")
    if not mail_goes_out():
        return Q(pk__in=devices)
    return Q(pk__in=devices) | Q(pk__in=MailAddress.objects.exclude(confirmed_at=None).values("user"))
