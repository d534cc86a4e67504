"""«Новое»: what happened to the children of a family, newest first, merged, with the way to each place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q
from django.utils import timezone

from zhurnal.notices.actions.announce import PARTS
from zhurnal.notices.kinds import VANISHING, Kind
from zhurnal.notices.models import Event, LedgerCursor, NoticeSettings
from zhurnal.notices.places import moment_of, place_of
from zhurnal.notices.policies import family_of
from zhurnal.notices.sentences import what, where
from zhurnal.people.models import Person
from zhurnal.people.prepared import prepared
from zhurnal.school.models import CourseMembership, Enrolment
from zhurnal.school.models.validity import holds_on

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
    """The page. `until` is what its reader has seen with it."""

    days: list[tuple[dt.date, list[Item]]]
    number_new: int
    until: dt.datetime | None
    several: bool  # children
    school: School | None
    late_since: dt.datetime | None


class _Happened(NamedTuple):
    event: Event
    pupil: int


def news(user: User, standing: Standing) -> News:
    """What a family sees. Eight queries at most, whatever happened."""
    pupils, own = family_of(standing), user.person_id or 0
    seen_at = _seen_at(user)
    found = _latest(_happened(pupils, own, timezone.now() - KEPT), MOST)
    people = {one.pk: one for one in Person.objects.filter(pk__in={*pupils, own})}
    enrolled = _classes(pupils)
    items = [_item(one, people[one.pupil], enrolled, seen_at) for one in found]
    school = next((one.school_class.year.school for one in enrolled.values()), None)
    return News(
        days=[(day, list(group)) for day, group in groupby(items, lambda item: item.at.date())],
        number_new=sum(item.is_new for item in items),
        until=max((one.event.visible_at for one in found), default=None),
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
    found = NoticeSettings.objects.filter(user=user).values_list("news_seen_at", flat=True)
    return found.first()


def _happened(pupils: Collection[int], own: int, since: dt.datetime) -> Iterator[_Happened]:
    """Events since a moment with the person whom each concerns; one of a course may concern several.

    `own` is whose account reads: what concerns sign-ins is told to nobody else.
    """
    span = {"since": since, "until": timezone.now()}
    for event in _of_people(people=[*pupils], own=own, **span):
        yield _Happened(event, event.person_id)
    members: dict[int, list[CourseMembership]] = defaultdict(list)
    for membership in _memberships(pupils=[*pupils]):
        members[membership.course_id].append(membership)
    for event in _of_courses(courses=[*members], **span):
        day = event.lesson.date if event.lesson else timezone.localdate()
        for pupil in {one.pupil_id for one in members[event.course_id] if one.holds_on(day)}:
            yield _Happened(event, pupil)
    for event in _of_entries(pupils=[*pupils], **span):
        yield _Happened(event, event.reader)


@prepared(people=list[int], own=int, since=dt.datetime, until=dt.datetime)
def _of_people(people: list[int], own: int, since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    concerning = Q(person__in=people) & ~Q(kind=Kind.SECURITY) | Q(person=own, kind=Kind.SECURITY)
    return _visible(since, until).filter(concerning)[:MOST_READ]


@prepared(courses=list[int], since=dt.datetime, until=dt.datetime)
def _of_courses(courses: list[int], since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    return _visible(since, until).filter(course__in=courses, person=None)[:MOST_READ]


@prepared(pupils=list[int], since=dt.datetime, until=dt.datetime)
def _of_entries(pupils: list[int], since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    received = _visible(since, until).filter(entry__recipients__pupil__in=pupils)
    return received.annotate(reader=F("entry__recipients__pupil"))[:MOST_READ]


@prepared(pupils=list[int])
def _memberships(pupils: list[int]) -> QuerySet[CourseMembership]:
    return CourseMembership.objects.filter(pupil__in=pupils)


def _visible(since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    span = Event.objects.filter(visible_at__gt=since, visible_at__lte=until)
    return span.select_related(*PARTS).order_by("-visible_at")


def _latest(happened: Iterable[_Happened], most: int) -> list[_Happened]:
    """Newest first; of a thing that changed again only the last; nothing that was taken back."""
    ordered = sorted(happened, key=lambda one: (one.event.visible_at, one.event.pk, one.pupil), reverse=True)
    found: dict[tuple[str, int], _Happened] = {}
    for one in ordered:
        found.setdefault((one.event.key, one.pupil), one)
    return [one for one in found.values() if _is_shown(one.event)][:most]


def _is_shown(event: Event) -> bool:
    return not event.is_nothing and not (event.kind in VANISHING and not event.after)


def _classes(pupils: Collection[int]) -> dict[int, Any]:
    """Pupil → the enrolment of today, with class and school."""
    rows = Enrolment.objects.filter(holds_on(timezone.localdate()), pupil__in=pupils)
    return {row.pupil_id: row for row in rows.select_related("school_class__year__school")}


def _item(one: _Happened, pupil: Person, enrolled: dict[int, Any], seen_at: dt.datetime | None) -> Item:
    event = one.event
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
