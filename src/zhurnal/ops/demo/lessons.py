"""Dated lessons, and what came between: teachers fall ill, a day is too cold for the little ones."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.access.roles import Role
from zhurnal.ops.demo.bells import BellTimes
from zhurnal.ops.demo.clock import DAY, FIRST_YEAR, TODAY, ZONE, at
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.plan import LAST_PRIMARY_GRADE
from zhurnal.ops.demo.week import SECOND_SHIFT
from zhurnal.timetable.actions.lessons import make_lessons
from zhurnal.timetable.models import Lesson, LessonCancellation, Substitution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.people import People
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing

SPELLS = (0, 1, 2, 2, 3)
LAST_PLANNED = TODAY + 2 * DAY
SUBSTITUTED, ILL = 0.85, 0.8
COLD_DAY = dt.date(2026, 1, 20)
ILLNESS, COURSES, COLD = (
    "Болезнь учителя",
    "Курсы повышения квалификации",
    "Активированный день: мороз −29 °C",
)


class LessonFacts(NamedTuple):
    """A lesson with who really holds it (index of a teacher); nobody where it is cancelled."""

    pk: int
    date: dt.date
    number: int
    starts: dt.datetime
    ends: dt.datetime
    teacher: int | None

    @property
    def cancelled(self) -> bool:
        return self.teacher is None


def write_lessons(
    drawn: Staffing, registers: Registers, people: People, taught: list[TaughtCourse]
) -> list[list[LessonFacts]]:
    """Make the lessons of the year and their exceptions; lessons of each course in order."""
    make_lessons(registers.year)
    rows: dict[int, list[tuple[int, dt.date, int]]] = defaultdict(list)
    found = Lesson.objects.filter(course__year=registers.year).order_by("course", "date", "number")
    for course_id, pk, day, number in found.values_list("course_id", "pk", "date", "number"):
        rows[course_id].append((pk, day, number))
    held = _Holding(drawn, people, taught, [rows[course.row.pk] for course in taught])
    held.write()
    bells = BellTimes()
    return [
        [_facts(course, lesson, bells, held.holders) for lesson in lessons]
        for course, lessons in zip(taught, held.lessons, strict=True)
    ]


def _facts(
    course: TaughtCourse, lesson: tuple[int, dt.date, int], bells: BellTimes, holders: dict[int, int | None]
) -> LessonFacts:
    pk, day, number = lesson
    starts, ends = bells.span(course.grade, course.shift, day, number)
    return LessonFacts(
        pk, day, number, dt.datetime.combine(day, starts, ZONE), dt.datetime.combine(day, ends, ZONE),
        holders.get(pk, course.held_by(day)),
    )  # fmt: skip


class _Holding:
    """Who holds which lesson. `holders` names only what differs from the timetable."""

    def __init__(
        self, drawn: Staffing, people: People, taught: list[TaughtCourse],
        lessons: list[list[tuple[int, dt.date, int]]],
    ) -> None:  # fmt: skip
        self.drawn, self.people, self.lessons = drawn, people, lessons
        self.chance = dice("illness", drawn.profile.short_name)
        self.holders: dict[int, int | None] = {}
        self.reasons: dict[int, str] = {}
        self.busy: dict[tuple[dt.date, int], set[int]] = defaultdict(set)
        self.away: dict[dt.date, dict[int, str]] = self._spells()
        interrupted = []
        for course, dated in zip(taught, lessons, strict=True):
            for pk, day, number in dated:
                moment = (day, number + SECOND_SHIFT * (course.shift - 1))
                teacher = course.held_by(day)
                self.busy[moment].add(teacher)
                if reason := self._reason(course, teacher, day):
                    interrupted.append((moment, pk, teacher, reason))
        for moment, pk, teacher, reason in sorted(interrupted):
            self._replace(moment, pk, teacher, reason)

    def _spells(self) -> dict[dt.date, dict[int, str]]:
        """Days on which teachers are away, and why. Who the screens are tried with stays well in March."""
        away: dict[dt.date, dict[int, str]] = defaultdict(dict)
        for who in range(len(self.drawn.posts)):
            famous = who in {self.drawn.famous_teacher, self.drawn.famous_class_teacher}
            last = TODAY - 14 * DAY if famous else LAST_PLANNED
            for _ in range(self.chance.choice(SPELLS)):
                starts = dt.date(FIRST_YEAR, 9, 8) + self.chance.randrange(176) * DAY
                reason = ILLNESS if self.chance.random() < ILL else COURSES
                for later in range(self.chance.randint(2, 6)):
                    if starts + later * DAY <= last:
                        away[starts + later * DAY][who] = reason
        return away

    def _reason(self, course: TaughtCourse, teacher: int, day: dt.date) -> str:
        if day == COLD_DAY and course.grade <= LAST_PRIMARY_GRADE:
            return COLD
        return self.away.get(day, {}).get(teacher, "")

    def _replace(self, moment: tuple[dt.date, int], pk: int, teacher: int, reason: str) -> None:
        """Another teacher of the subject, else anybody who is free; else the lesson is not held."""
        self.reasons[pk] = reason
        self.holders[pk] = None
        if reason == COLD or self.chance.random() > SUBSTITUTED:
            return
        day = moment[0]
        free = [
            who
            for who in range(len(self.drawn.posts))
            if who not in self.busy[moment] and who not in self.away.get(day, {})
        ]
        same = [who for who in free if self.drawn.posts[who] == self.drawn.posts[teacher]]
        if same or free:
            chosen = self.chance.choice(same or free)
            self.holders[pk] = chosen
            self.busy[moment].add(chosen)

    def write(self) -> None:
        deputy = self.people.officers[Role.DEPUTY]
        dates = {pk: day for dated in self.lessons for pk, day, _ in dated}
        cancelled, substituted = [], []
        for pk, holder in self.holders.items():
            made = {"reason": self.reasons[pk], "made_by": deputy, "made_at": self._made_at(dates[pk])}
            if holder is None:
                cancelled.append(LessonCancellation(lesson_id=pk, **made))
            else:
                teacher = self.people.teachers[holder]
                substituted.append(Substitution(lesson_id=pk, teacher=teacher, **made))
        LessonCancellation.objects.bulk_create(cancelled, batch_size=5000)
        Substitution.objects.bulk_create(substituted, batch_size=5000)

    def _made_at(self, day: dt.date) -> dt.datetime:
        """Early on the day itself; what is planned ahead was known this morning."""
        return at(min(day, TODAY), 7, self.chance.randint(20, 55))


def school_days(registers: Registers, grade: int, days_a_week: int) -> Iterator[dt.date]:
    """Days with lessons of a class from the beginning of the year up to today."""
    day = registers.year.starts
    while day <= TODAY:
        if registers.is_school_day(day, grade, days_a_week):
            yield day
        day += DAY
