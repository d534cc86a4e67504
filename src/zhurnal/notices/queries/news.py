"""«Новое»: what happened to the children of a family, newest first, merged, with the way to each place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from zhurnal.notices.actions.announce import PARTS
from zhurnal.notices.kinds import VANISHING, Kind
from zhurnal.notices.models import Event, LedgerCursor, NoticeSettings
from zhurnal.notices.places import moment_of, place_of
from zhurnal.notices.policies import family_of
from zhurnal.notices.sentences import what, where
from zhurnal.people.models import Person
from zhurnal.school.models import CourseMembership, Enrolment
from zhurnal.school.models.validity import holds_on
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from django.db.models import QuerySet

    from zhurnal.people.models import User
    from zhurnal.school.models import School
    from zhurnal.school.standing import Standing

MOST = 60
# More are not counted: the number only says that there is a lot.
MOST_COUNTED = 99
# From each source; some of them are earlier changes of the same thing.
MOST_READ = 120
KEPT = dt.timedelta(days=120)
# Behind it by so long, the page says so instead of looking as if nothing had happened.
LATE = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the page."""

    at: dt.datetime  # where the school is
    child: str
    class_name: str
    initial: str
    kind: str
    where: str
    what: str
    href: str
    is_new: bool

    @property
    def kind_name(self) -> str:
        """«Отметка»."""
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class News:
    """The page. `until` is what its reader has seen with it: older lines that are not shown count as seen too."""

    days: list[tuple[dt.date, list[Item]]]
    number_new: int  # as in the navigation: of those that are not shown too, at most `MOST_COUNTED`
    number_shown: int | None  # where there is more
    until: dt.datetime | None
    several: bool  # children
    school: School | None
    late_since: dt.datetime | None


class _Happened(NamedTuple):
    """What decides whether an event makes a line for a person, and where it stands."""

    at: dt.datetime
    event: int
    pupil: int
    key: str
    kind: str
    before: str
    after: str

    @property
    def is_shown(self) -> bool:
        """Whether it was not taken back."""
        return self.before != self.after and not (self.kind in VANISHING and not self.after)


# The fields of an event in a row; who is concerned by it, and when it was, follow them.
_NARROW = ("visible_at", "pk", "key", "kind", "before", "after")


def news(user: User, standing: Standing) -> News:
    """What a family sees. Nine queries at most, whatever happened."""
    pupils, own = family_of(standing), user.person_id or 0
    seen_at = _seen_at(user)
    counted = _latest(_happened(pupils, own, timezone.now() - KEPT), MOST_COUNTED)
    found = counted[:MOST]
    events = Event.objects.select_related(*PARTS).in_bulk([one.event for one in found])
    people = {one.pk: one for one in Person.objects.filter(pk__in={*pupils, own})}
    enrolled = _classes(pupils)
    items = [_item(events[one.event], people[one.pupil], enrolled, seen_at) for one in found]
    school = next((one.school_class.year.school for one in enrolled.values()), None)
    return News(
        days=[(day, list(group)) for day, group in groupby(items, lambda item: item.at.date())],
        number_new=sum(seen_at is None or one.at > seen_at for one in counted),
        number_shown=len(found) if len(counted) > MOST else None,
        until=max((one.at for one in found), default=None),
        several=len(pupils) > 1,
        school=school,
        late_since=_late_since(),
    )


def number_new(user: User, standing: Standing) -> int:
    """How many lines of the page are new, at most `MOST_COUNTED`. Five queries, none where there is no family."""
    pupils = family_of(standing)
    if not pupils:
        return 0
    since = _seen_at(user) or timezone.now() - KEPT
    return len(_latest(_happened(pupils, user.person_id or 0, since), MOST_COUNTED))


def _seen_at(user: User) -> dt.datetime | None:
    found = _seen_by(user=user.pk)
    return found[0][0] if found else None


@prepared(user=int)
def _seen_by(user: int) -> QuerySet[NoticeSettings, tuple[dt.datetime | None]]:
    return NoticeSettings.objects.filter(user=user).values_list("news_seen_at")


def _happened(pupils: Collection[int], own: int, since: dt.datetime) -> Iterator[_Happened]:
    """Events since a moment with the person whom each concerns; one of a course may concern several.

    `own` is whose account reads: what concerns sign-ins is told to nobody else.
    """
    span = {"since": since, "until": timezone.now()}
    for *narrow, person in _of_people(people=[*pupils], own=own, **span):
        yield _happened_to(person, narrow)
    members: dict[int, list[tuple[int, dt.date, dt.date | None]]] = defaultdict(list)
    for course, *membership in _memberships(pupils=[*pupils]):
        members[course].append(tuple(membership))
    today = timezone.localdate()
    for *narrow, course, lesson_day in _of_courses(courses=[*members], **span):
        day = lesson_day or today
        for pupil in {one for one, first, last in members[course] if first <= day <= (last or day)}:
            yield _happened_to(pupil, narrow)
    for *narrow, pupil in _of_entries(pupils=[*pupils], **span):
        yield _happened_to(pupil, narrow)


def _happened_to(pupil: int, narrow: list[Any]) -> _Happened:
    at, event, *rest = narrow
    return _Happened(at, event, pupil, *rest)


@prepared(people=list[int], own=int, since=dt.datetime, until=dt.datetime)
def _of_people(people: list[int], own: int, since: dt.datetime, until: dt.datetime) -> QuerySet[Event, Any]:
    concerning = Q(person__in=people) & ~Q(kind=Kind.SECURITY) | Q(person=own, kind=Kind.SECURITY)
    return _visible(since, until).filter(concerning).values_list(*_NARROW, "person_id")[:MOST_READ]


@prepared(courses=list[int], since=dt.datetime, until=dt.datetime)
def _of_courses(courses: list[int], since: dt.datetime, until: dt.datetime) -> QuerySet[Event, Any]:
    told = _visible(since, until).filter(course__in=courses, person=None)
    return told.values_list(*_NARROW, "course_id", "lesson__date")[:MOST_READ]


@prepared(pupils=list[int], since=dt.datetime, until=dt.datetime)
def _of_entries(pupils: list[int], since: dt.datetime, until: dt.datetime) -> QuerySet[Event, Any]:
    # Filtered first: a column asked for before would be that of any recipient.
    received = _visible(since, until).filter(entry__recipients__pupil__in=pupils)
    return received.values_list(*_NARROW, "entry__recipients__pupil")[:MOST_READ]


@prepared(pupils=list[int])
def _memberships(pupils: list[int]) -> QuerySet[CourseMembership, Any]:
    members = CourseMembership.objects.filter(pupil__in=pupils)
    return members.values_list("course_id", "pupil_id", "valid_from", "valid_to")


def _visible(since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    span = Event.objects.filter(visible_at__gt=since, visible_at__lte=until)
    return span.order_by("-visible_at")


def _latest(happened: Iterable[_Happened], most: int) -> list[_Happened]:
    """Newest first; of a thing that changed again only the last; nothing that was taken back."""
    found: dict[tuple[str, int], _Happened] = {}
    for one in sorted(happened, reverse=True):
        found.setdefault((one.key, one.pupil), one)
    return [one for one in found.values() if one.is_shown][:most]


def _classes(pupils: Collection[int]) -> dict[int, Any]:
    """Pupil → the enrolment of today, with class and school."""
    rows = Enrolment.objects.filter(holds_on(timezone.localdate()), pupil__in=pupils)
    return {row.pupil_id: row for row in rows.select_related("school_class__year__school")}


def _item(event: Event, pupil: Person, enrolled: dict[int, Any], seen_at: dt.datetime | None) -> Item:
    row = enrolled.get(pupil.pk)
    # Who signed in where is no news of a child.
    child = "" if event.kind == Kind.SECURITY else pupil.given_name
    return Item(
        moment_of(event), child, row.school_class.name if row else "",
        pupil.given_name[0], event.kind, where(event), what(event), place_of(event, pupil.pk),
        seen_at is None or event.visible_at > seen_at,
    )  # fmt: skip


def _late_since(now: dt.datetime | None = None) -> dt.datetime | None:
    """Since when the worker has not read on; None where it does, or never began."""
    moved = LedgerCursor.objects.values_list("moved_at", flat=True).first()
    return moved if moved and moved < (now or timezone.now()) - LATE else None
