"""Writes courses with their groups, teachers, members and places in the week."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.clock import DAY
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.families import YEAR_STARTS
from zhurnal.ops.demo.hours import places_of_courses
from zhurnal.ops.demo.names import MALE
from zhurnal.ops.demo.plan import LAST_PRIMARY_GRADE, PARITY, PARTS
from zhurnal.ops.demo.registers import period_kind
from zhurnal.ops.demo.week import SECOND_SHIFT
from zhurnal.school.models import Course, CourseMembership, StudyGroup, Teaching
from zhurnal.timetable.models import WeeklySlot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.ops.demo.families import PupilDraft
    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import CourseDraft, Staffing
    from zhurnal.ops.demo.week import Place

STREAM_PARTS = ("девушки", "юноши")
HALL, WORKSHOP = "Спортзал", "Мастерская"
SUCCESSORS, SUCCESSION = 3, dt.date(2026, 1, 12)


class Member(NamedTuple):
    """A pupil in a course, by the pupil's index in the roll."""

    pupil: int
    since: dt.date
    until: dt.date | None


@dataclass
class TaughtCourse:
    """A course with all that is needed to fill its journal."""

    draft: CourseDraft
    row: Course
    grade: int
    shift: int
    teacher: int
    members: list[Member]
    successor: tuple[dt.date, int] | None = None

    def held_by(self, day: dt.date) -> int:
        """Who holds the course on `day`: a teacher may be followed by another in mid-year."""
        return self.successor[1] if self.successor and day >= self.successor[0] else self.teacher


def write_courses(drawn: Staffing, registers: Registers, people: People) -> list[TaughtCourse]:
    """Write the courses of the year and their weekly timetable."""
    groups = _groups(drawn, registers)
    rows = Course.objects.bulk_create(
        Course(
            year=registers.year, subject=registers.subjects[draft.slug], group=groups[index],
            school_class=None if draft.is_stream else registers.classes[draft.classes[0]],
            period_kind=period_kind(drawn.classes[draft.classes[-1]].grade), hours_a_week=draft.hours,
            grade=min(drawn.classes[index].grade for index in draft.classes),
        )
        for index, draft in enumerate(drawn.courses)
    )  # fmt: skip
    taught = [
        TaughtCourse(
            draft, row, drawn.classes[draft.classes[-1]].grade, drawn.classes[draft.classes[0]].shift,
            draft.teacher, list(_members(draft, people)),
        )
        for draft, row in zip(drawn.courses, rows, strict=True)
    ]  # fmt: skip
    places = places_of_courses(drawn)
    _let_successors_follow(drawn, taught, places)
    Teaching.objects.bulk_create(teaching for course in taught for teaching in _teachings(course, people))
    CourseMembership.objects.bulk_create(
        (
            CourseMembership(
                course=course.row, pupil=people.pupils[member.pupil], valid_from=member.since,
                valid_to=member.until,
            )
            for course in taught
            for member in course.members
        ),
        batch_size=5000,
    )  # fmt: skip
    _write_slots(drawn, taught, places)
    return taught


def _teachings(course: TaughtCourse, people: People) -> Iterator[Teaching]:
    since, teacher = course.successor or (None, course.teacher)
    until = since - DAY if since else None
    yield Teaching(
        course=course.row, teacher=people.teachers[course.teacher], valid_from=YEAR_STARTS, valid_to=until
    )
    if since:
        yield Teaching(course=course.row, teacher=people.teachers[teacher], valid_from=since)


def _let_successors_follow(drawn: Staffing, taught: list[TaughtCourse], places: list[list[Place]]) -> None:
    """From January on a colleague who is free at its hours holds a course, in a few cases."""
    busy: dict[int, set[tuple[int, int]]] = defaultdict(set)
    hours = [
        {(weekday, number + SECOND_SHIFT * (course.shift - 1)) for weekday, number in found}
        for course, found in zip(taught, places, strict=True)
    ]
    for course, found in zip(taught, hours, strict=True):
        busy[course.teacher] |= found
    left = SUCCESSORS
    order = list(zip(taught, hours, strict=True))
    dice("succession", drawn.profile.short_name).shuffle(order)
    for course, found in order:
        post = drawn.posts[course.teacher]
        known = {drawn.famous_teacher, *drawn.class_teachers}
        middle = course.grade > LAST_PRIMARY_GRADE and course.draft.part is None
        free = [
            who for who, other in enumerate(drawn.posts)
            if other == post and who != course.teacher and not busy[who] & found
        ]  # fmt: skip
        if left and free and middle and course.teacher not in known:
            course.successor = (SUCCESSION, free[0])
            busy[free[0]] |= found
            left -= 1


def _groups(drawn: Staffing, registers: Registers) -> list[StudyGroup | None]:
    """A group for each part of a class and for each stream."""
    found: list[StudyGroup | None] = []
    for draft in drawn.courses:
        if draft.part is None and not draft.is_stream:
            found.append(None)
            continue
        kind = StudyGroup.Kind.STREAM if draft.is_stream else StudyGroup.Kind.SUBGROUP
        group = StudyGroup.objects.create(year=registers.year, kind=kind, name=_group_name(drawn, draft))
        group.classes.set(registers.classes[index] for index in draft.classes)
        found.append(group)
    return found


def _group_name(drawn: Staffing, draft: CourseDraft) -> str:
    """«7 «А», английский 1»; «8–9, поток «А»»; «10–11, поток «А», юноши»."""
    first = drawn.classes[draft.classes[0]]
    if not draft.is_stream:
        return f"{first.name}, {PARTS[draft.slug][draft.part or 0]}"
    last = drawn.classes[draft.classes[-1]]
    name = f"{first.grade}–{last.grade}, поток «{first.letter}»"
    return name if draft.part is None else f"{name}, {STREAM_PARTS[draft.part]}"


def _members(draft: CourseDraft, people: People) -> Iterator[Member]:
    for class_index in draft.classes:
        seated = [
            (pupil, stint)
            for pupil in people.roll.pupils
            for stint in pupil.stints
            if stint.class_index == class_index
        ]
        by_name = sorted(
            seated, key=lambda pair: (people.pupils[pair[0].number - 1].sort_key, pair[0].number)
        )
        for place, (pupil, stint) in enumerate(by_name):
            if draft.part is None or draft.part == _part_of(draft, pupil, place, len(by_name)):
                yield Member(pupil.number - 1, stint.since, stint.until)


def _part_of(draft: CourseDraft, pupil: PupilDraft, place: int, size: int) -> int:
    """Girls and boys are parted in workshops and streams, the list in halves elsewhere."""
    if draft.slug in {"technology", "pe"}:
        return 1 if pupil.sex == MALE else 0
    return int(place >= size / 2)


def _write_slots(drawn: Staffing, taught: list[TaughtCourse], places: list[list[Place]]) -> None:
    WeeklySlot.objects.bulk_create(
        WeeklySlot(
            course=course.row, weekday=weekday, number=number, room=_room(drawn, course),
            parity=PARITY.get(course.draft.slug, "every"), valid_from=YEAR_STARTS,
        )
        for course, found in zip(taught, places, strict=True)
        for weekday, number in found
    )  # fmt: skip


def _room(drawn: Staffing, course: TaughtCourse) -> str:
    """Every teacher has a room: 101, 102 … on the first floor, and so on."""
    if course.draft.slug == "pe":
        return HALL
    if course.draft.slug == "technology" and course.draft.part == 1:
        return WORKSHOP
    rooms_a_floor = max(8, len(drawn.posts) // 4 + 1)
    floor, room = divmod(course.teacher, rooms_a_floor)
    return str((floor + 1) * 100 + room + 1)
