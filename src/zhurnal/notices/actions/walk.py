"""Walking behind the ledger: its lines become events. The only writer of events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from zhurnal.audit.models import Line
from zhurnal.journal.models import Work
from zhurnal.messaging.models import DiaryEntry
from zhurnal.notices.kinds import Kind
from zhurnal.notices.models import Event, LedgerCursor
from zhurnal.notices.reading import Found, read
from zhurnal.people.models import Person, User
from zhurnal.school.models import Course, StudyPeriod
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# A step holds the pen of SQLite: marks are saved between two of them.
BATCH = 100
# Within it a line with a lower number may still be committed behind one with a higher.
PATIENCE = dt.timedelta(minutes=10)
_NAME = "ledger"


def held_cursor(now: dt.datetime) -> LedgerCursor:
    """The cursor, held until the transaction ends: who has it takes the next step alone.

    An installation begins at the end of its ledger: nobody is told today of what was long ago.
    """
    found = LedgerCursor.objects.select_for_update().filter(name=_NAME).first()
    if found is not None:
        return found
    last = Line.objects.aggregate(last=Max("pk"))["last"] or 0
    LedgerCursor.objects.get_or_create(name=_NAME, defaults={"line_id": last, "moved_at": now})
    return LedgerCursor.objects.select_for_update().get(name=_NAME)


@transaction.atomic
def walk(now: dt.datetime) -> int:
    """Read on in the ledger by at most `BATCH` lines and return by how many. Some ten queries."""
    cursor = held_cursor(now)
    ahead = Line.objects.filter(pk__gt=cursor.line_id).order_by("pk")[:BATCH]
    lines = list(_without_holes(ahead, cursor.line_id, now))
    if lines:
        store_events(lines)
        cursor.line_id = lines[-1].pk
    cursor.moved_at = now
    cursor.save(update_fields=["line_id", "moved_at"])
    return len(lines)


@transaction.atomic
def show_since(moment: dt.datetime, now: dt.datetime, later: dt.timedelta = dt.timedelta(0)) -> int:
    """Make events of all lines since `moment` that nobody is told of: for a ledger that was brought along.

    `later` moves them in time, out of the days of a school that stands still into those of the machine.
    """
    cursor = held_cursor(now)
    lines = list(Line.objects.filter(at__gte=moment, pk__lte=cursor.line_id).order_by("at", "pk"))
    for start in range(0, len(lines), BATCH):
        store_events(lines[start : start + BATCH], later)
    return Event.objects.filter(settled_at=None).update(settled_at=now)


def _without_holes(lines: Iterable[Line], last: int, now: dt.datetime) -> Iterator[Line]:
    for line in lines:
        if line.pk != last + 1 and line.at > now - PATIENCE:
            return
        last = line.pk
        yield line


def store_events(lines: Iterable[Line], later: dt.timedelta = dt.timedelta(0)) -> None:
    """Let what the lines tell flow into events, in the order in which they come."""
    told = [(line, found) for line in lines for found in read(line)]
    places = _Places.of(found for _, found in told)
    standing = _standing({found.key for _, found in told})
    changed: dict[str, Event] = {}
    for line, found in told:
        place, event = places.place(found), standing.get(found.key)
        if place is not None and (event is None or event.line_id < line.pk):
            standing[found.key] = changed[found.key] = _flow(event, line, found, place, later)
    _write(changed.values())


def _write(events: Iterable[Event]) -> None:
    """One statement for new and standing ones: an update of many rows at once takes ten times as long."""
    rows = list(events)
    for event in rows:
        event.pk = None  # found again by key and number
    Event.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("key", "number"),
        update_fields=("after", "line_id", "visible_at", "due_at"),
    )  # fmt: skip


def _standing(keys: set[str]) -> dict[str, Event]:
    """The last event of each key."""
    return {event.key: event for event in Event.objects.filter(key__in=keys).order_by("number")}


def _flow(event: Event | None, line: Line, found: Found, place: _Place, later: dt.timedelta) -> Event:
    """The event in which the change ends up: the standing one while it is open, else its successor."""
    if event is None or event.settled_at is not None:
        event = Event(
            key=found.key, number=event.number + 1 if event else 1, kind=found.kind, aspect=found.aspect,
            before=found.before, person_id=place.person, course_id=place.course, lesson_id=place.lesson,
            period_id=place.period, entry_id=place.entry,
        )  # fmt: skip
    event.after, event.line_id = found.after, line.pk
    event.visible_at = max(line.at + later, place.visible_at or line.at + later)
    event.due_at = event.visible_at if found.kind == Kind.SECURITY else event.visible_at + quiet_time()
    return event


def quiet_time() -> dt.timedelta:
    """How long notices wait after the last change of a thing."""
    return dt.timedelta(minutes=settings.NOTICE_MINUTES)


@dataclass(frozen=True, slots=True)
class _Place:
    """Whom a change concerns and where it stands."""

    person: int | None = None
    course: int | None = None
    lesson: int | None = None
    period: int | None = None
    entry: int | None = None
    visible_at: dt.datetime | None = None


@dataclass
class _Places:
    """What is there of the things that some changes name. At most six queries."""

    works: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    lessons: Mapping[int, int] = field(default_factory=dict)
    entries: Mapping[int, dt.datetime | None] = field(default_factory=dict)
    users: Mapping[int, int | None] = field(default_factory=dict)
    people: frozenset[int] = frozenset()
    courses: frozenset[int] = frozenset()
    periods: frozenset[int] = frozenset()

    @classmethod
    def of(cls, changes: Iterable[Found]) -> _Places:
        named: dict[str, set[int]] = defaultdict(set)
        for one in changes:
            for name in ("work", "lesson", "entry", "user", "pupil", "course", "period"):
                number = getattr(one, name)
                if number is not None:
                    named[name].add(number)
        works = Work.objects.filter(pk__in=named["work"]).values_list("pk", "lesson_id", "lesson__course_id")
        lessons = Lesson.objects.filter(pk__in=named["lesson"]).values_list("pk", "course_id")
        entries = DiaryEntry.objects.filter(pk__in=named["entry"]).values_list("pk", "visible_at")
        users = User.objects.filter(pk__in=named["user"]).values_list("pk", "person_id")
        return cls(
            {work: (lesson, course) for work, lesson, course in works},
            dict(lessons),
            dict(entries),
            dict(users),
            _there(Person, named["pupil"]),
            _there(Course, named["course"]),
            _there(StudyPeriod, named["period"]),
        )

    def place(self, found: Found) -> _Place | None:
        """Where the change stands; None where the thing is gone."""
        if found.entry is not None:
            known = found.entry in self.entries
            return _Place(entry=found.entry, visible_at=self.entries[found.entry]) if known else None
        if found.user is not None:
            person = self.users.get(found.user)
            return _Place(person) if person else None
        if found.pupil is None:
            course = self.lessons.get(found.lesson or 0)
            return _Place(course=course, lesson=found.lesson) if course else None
        return self._of_pupil(found, found.pupil)

    def _of_pupil(self, found: Found, pupil: int) -> _Place | None:
        if pupil not in self.people:
            return None
        if found.work is not None:
            lesson, course = self.works.get(found.work, (None, None))
            return _Place(pupil, course, lesson) if lesson else None
        if found.course not in self.courses:
            return None
        place = _Place(pupil, found.course)
        return replace(place, period=found.period) if found.period in self.periods else place


def _there(model: type[Person | Course | StudyPeriod], ids: set[int]) -> frozenset[int]:
    return frozenset(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))  # noqa: SLF001 -- Django's public name for it
