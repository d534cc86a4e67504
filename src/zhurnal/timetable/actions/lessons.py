"""Dated lessons from the weekly timetable."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from zhurnal.audit.ledger import Entry, append, school_chain
from zhurnal.school.models import Course, SchoolYear
from zhurnal.timetable.models import Lesson, LessonAddition, LessonMove, WeeklySlot
from zhurnal.timetable.queries.places import Place, bare_rows, places_of_year, taught

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from zhurnal.people.models import User

BATCH = 500


@dataclass(frozen=True)
class Made:
    """How many lessons were added, put to another place, taken away, and left as they were."""

    created: int
    removed: int
    kept: int
    moved: int = 0


@dataclass
class _Plan:
    create: list[Lesson] = field(default_factory=list)
    move: list[Lesson] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)
    kept: int = 0

    def made(self) -> Made:
        return Made(len(self.create), len(self.remove), self.kept, len(self.move))


@transaction.atomic
def make_lessons(
    year: SchoolYear, *, actor: User | None = None, courses: QuerySet[Course] | None = None
) -> Made:
    """Make the lessons of a year from the weekly timetable, of all courses or of some.

    May be run again at any time: what is right already stays, and without a change of the timetable nothing
    happens. After one, lessons from today on are added, moved within their day, or taken away. A lesson that
    something has been written about (`queries.taught`) never changes, nor does any lesson of the past: also
    one about which nothing was written may have been held. Such a lesson stands for one of its day's places,
    so a lesson held at another hour is not made twice. What was moved or added by hand stands for none; the
    place that a moved lesson had by the timetable stays empty. New lessons have no columns: the journal opens
    them.
    """
    chosen = Course.objects.filter(year=year) if courses is None else courses.filter(year=year)
    plan = _plan(year, chosen.order_by("pk"))  # the same timetable makes the same lessons in the same order
    _carry_out(plan)
    made = plan.made()
    if made.created or made.removed or made.moved:
        _record(year, made, actor)
    return made


class _Known(NamedTuple):
    """A lesson as it is: `final` ones do not change, `by_hand` ones were moved or added."""

    lesson: Lesson
    final: bool
    by_hand: bool


def _plan(year: SchoolYear, courses: QuerySet[Course]) -> _Plan:
    known, left = _known(courses, year.school.today()), _places_left(courses)
    plan = _Plan()
    for course_id, wanted in places_of_year(year, courses).items():
        free = {place: slot for place, slot in wanted.items() if (course_id, place) not in left}
        _plan_course(plan, course_id, free, known[course_id])
    return plan


def _known(courses: QuerySet[Course], today: dt.date) -> dict[int, list[_Known]]:
    lessons = Lesson.objects.filter(course__in=courses.values("pk"))
    settled = set(lessons.filter(taught(), date__gte=today).values_list("pk", flat=True))
    by_hand = Q(Exists(LessonMove.objects.filter(lesson=OuterRef("pk"))))
    by_hand |= Q(Exists(LessonAddition.objects.filter(lesson=OuterRef("pk"))))
    placed = set(lessons.filter(by_hand).values_list("pk", flat=True))
    known: dict[int, list[_Known]] = defaultdict(list)
    for lesson in lessons.order_by("date", "number"):
        final = lesson.date < today or lesson.pk in settled
        known[lesson.course_id].append(_Known(lesson, final, lesson.pk in placed))
    return known


def _places_left(courses: QuerySet[Course]) -> set[tuple[int, Place]]:
    """Where moved lessons stood at first, by course; further moves left places that were chosen by hand."""
    first: dict[int, tuple[int, Place]] = {}
    moves = LessonMove.objects.filter(lesson__course__in=courses.values("pk")).order_by("pk")
    rows = moves.values_list("lesson", "lesson__course", "from_date", "from_number")
    for lesson, course, day, number in rows:
        first.setdefault(lesson, (course, (day, number)))
    return set(first.values())


def _plan_course(plan: _Plan, course_id: int, free: dict[Place, WeeklySlot], known: list[_Known]) -> None:
    """Compare the lessons of a course with the places they should have."""
    spare = []
    for lesson, final, by_hand in known:
        slot = free.pop((lesson.date, lesson.number), None)
        if by_hand or (slot is not None and final):
            plan.kept += 1
        elif slot is None:
            spare.append((lesson, final))
        elif not _put(plan, lesson, (lesson.date, lesson.number), slot):
            plan.kept += 1
    _settle_spare(plan, spare, free)
    plan.create += [
        Lesson(course_id=course_id, date=day, number=number, room=slot.room, slot=slot)
        for (day, number), slot in sorted(free.items(), key=lambda place: place[0])
    ]


def _settle_spare(plan: _Plan, spare: list[tuple[Lesson, bool]], free: dict[Place, WeeklySlot]) -> None:
    """Lessons where the timetable wants none: each takes a free place of its day. Final ones choose first."""
    for lesson, final in sorted(spare, key=lambda pair: not pair[1]):
        place = min((place for place in free if place[0] == lesson.date), default=None)
        slot = free.pop(place) if place is not None else None
        if final:
            plan.kept += 1
        elif place is None or slot is None:
            plan.remove.append(lesson.pk)
        else:
            _put(plan, lesson, place, slot)


def _put(plan: _Plan, lesson: Lesson, place: Place, slot: WeeklySlot) -> bool:
    """Bring an untouched lesson to its place; whether anything about it changed."""
    if (lesson.number, lesson.room, lesson.slot_id) == (place[1], slot.room, slot.pk):
        return False
    lesson.number, lesson.room, lesson.slot = place[1], slot.room, slot
    plan.move.append(lesson)
    return True


def _carry_out(plan: _Plan) -> None:
    for batch in _batches(plan.remove):
        for rows in bare_rows(batch):
            rows.delete()
        Lesson.objects.filter(pk__in=batch).delete()
    Lesson.objects.bulk_update(plan.move, ["number", "room", "slot"], batch_size=BATCH)
    Lesson.objects.bulk_create(plan.create, batch_size=5000)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _record(year: SchoolYear, made: Made, actor: User | None) -> None:
    counts = {"created": made.created, "moved": made.moved, "removed": made.removed, "kept": made.kept}
    append(
        school_chain(year.school_id),
        [Entry("lessons.made", f"year:{year.pk}", counts)],
        actor_id=actor.person_id if actor else None, actor_role="", at=timezone.now(),
    )  # fmt: skip
