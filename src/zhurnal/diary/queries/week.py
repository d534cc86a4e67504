"""The week spread of the paper diary: six days, their lessons, and what stands at the foot."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.calendar import school_weekdays, week_dates
from zhurnal.calc.grading.absence import ABSENCE_CODES, LATE
from zhurnal.diary.queries.school_days import days_off_between, rings_between, why_free
from zhurnal.diary.queries.week_facts import (
    LessonView,
    Task,
    add_homework,
    lessons_between,
)
from zhurnal.diary.queries.week_foot import Foot, foot_of
from zhurnal.diary.words import absence_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from zhurnal.calc.calendar import Week
    from zhurnal.diary.queries.frame import Frame
    from zhurnal.diary.queries.school_days import Ring
    from zhurnal.school.models import DayOff, Enrolment

# A day looks like a page of the paper diary even where little is written on it.
LINES_OF_A_DAY = 7


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a day: a lesson, or an empty line; `starts` is the bell."""

    number: int
    starts: dt.time | None
    ends: dt.time | None
    lesson: LessonView | None
    is_after_last: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day. `free` says why there are no lessons, `is_member` whether the pupil was in a class."""

    date: dt.date
    rows: list[Row]
    free: str
    is_school_day: bool
    is_member: bool
    tasks: list[Task]

    @property
    def has_lessons(self) -> bool:
        """Whether anything stands in the rows."""
        return any(row.lesson for row in self.rows)

    def is_over(self, now: dt.time) -> bool:
        """Whether the last lesson of the day has ended; without lessons there is nothing to wait for."""
        ends = [row.ends for row in self.rows if row.lesson and row.lesson.cancelled is None]
        return None not in ends and all(end is not None and end <= now for end in ends)


@dataclass(frozen=True, slots=True)
class Missed:
    """Lessons missed in the week: in all, by reason, and how often the pupil was late."""

    total: int
    by_reason: list[tuple[str, int]]
    late: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A week of a diary."""

    days: list[Day]
    missed: Missed
    foot: Foot

    def first_day(self, today: dt.date, now: dt.time) -> dt.date:
        """The day with which one begins: today, and after its last lesson the next day that has lessons.

        A week that is over begins with Monday.
        """
        shown = next((day for day in self.days if day.date == today), None)
        if shown is not None and not shown.is_over(now):
            return today
        after = (day.date for day in self.days if day.date > today and day.has_lessons)
        return next(after, self.days[0].date if shown is None else today)

    def is_behind(self, today: dt.date, now: dt.time) -> bool:
        """Whether nothing of the week is left to come, so that a family wants the next one."""
        last = next((day for day in reversed(self.days) if day.has_lessons), self.days[-1])
        return last.date < today or (last.date == today and last.is_over(now))


def spread(frame: Frame, week: Week, reader: int = 0) -> Spread:
    """The week of a pupil, as the person `reader` looks at it. At most six queries."""
    dates = week_dates(*week)
    spans = {day: span for day in dates if (span := frame.on(day))}
    pupil, first, last = frame.pupil.pk, dates[0], dates[-1]
    # What lies outside the spans that the reader may see stays out, whatever the course list says.
    found = lessons_between(pupil, first, last) if spans else {}
    lessons = {
        pk: lesson
        for pk, lesson in found.items()
        if (span := spans.get(lesson.date)) and span.school_class.year_id == lesson.year_id
    }
    tasks = add_homework(frame, lessons, first, last) if spans else {}
    return Spread(
        _days(dates, spans, lessons.values(), tasks),
        _missed(lessons.values()),
        foot_of(frame, first, last, reader),
    )


class _Page(NamedTuple):
    """What the days of a week share: how many lines they have, and what calendar and bells say."""

    lines: int
    rings: list[Ring]
    days_off: list[DayOff]


def _days(
    dates: Sequence[dt.date],
    spans: dict[dt.date, Enrolment],
    lessons: Collection[LessonView],
    tasks: dict[dt.date, list[Task]],
) -> list[Day]:
    classes = [span.school_class for span in spans.values()]
    page = _Page(
        max([LINES_OF_A_DAY, *(lesson.number for lesson in lessons)]),
        rings_between({one.year.school_id for one in classes}, dates[0], dates[-1]),
        days_off_between({one.year_id for one in classes}, dates[0], dates[-1]),
    )
    by_day = defaultdict(list)
    for lesson in lessons:
        by_day[lesson.date].append(lesson)
    return [_day(day, spans.get(day), by_day[day], tasks.get(day, []), page) for day in dates]


def _day(
    day: dt.date, span: Enrolment | None, lessons: list[LessonView], tasks: list[Task], page: _Page
) -> Day:
    if span is None:
        return Day(day, [], "", is_school_day=True, is_member=False, tasks=[])
    school_class = span.school_class
    times = {ring.number: ring for ring in page.rings if ring.is_for(school_class, day)}
    return Day(
        day,
        _rows(lessons, page.lines, times),
        why_free(school_class, day, page.days_off),
        is_school_day=day.isoweekday() in school_weekdays(school_class.days_a_week),
        is_member=True,
        tasks=tasks,
    )


def _rows(lessons: list[LessonView], lines: int, times: dict[int, Ring]) -> list[Row]:
    """A line for each lesson, and an empty one for each number without a lesson."""
    taken = {lesson.number for lesson in lessons}
    last = max(taken, default=0)
    entries: list[tuple[int, LessonView | None]] = [(lesson.number, lesson) for lesson in lessons]
    entries += [(number, None) for number in range(1, lines + 1) if number not in taken]
    entries.sort(key=lambda entry: entry[0])
    return [_row(number, lesson, times.get(number), last) for number, lesson in entries]


def _row(number: int, lesson: LessonView | None, ring: Ring | None, last: int) -> Row:
    starts, ends = (ring.starts, ring.ends) if ring else (None, None)
    return Row(number, starts, ends, lesson, is_after_last=number > last)


def _missed(lessons: Iterable[LessonView]) -> Missed:
    codes = Counter(lesson.absence for lesson in lessons if lesson.absence and lesson.cancelled is None)
    reasons = [(code, codes[code]) for code, known in ABSENCE_CODES.items() if known.counts_as_missed]
    by_reason = [(absence_text(code), number) for code, number in reasons if number]
    return Missed(sum(number for _, number in by_reason), by_reason, codes[LATE])
