"""How much homework a class may have for a day, and for which days there may be none.

The norms of the order № 704 of 9 October 2024 (domain.md §3.2): in hours a day, 1 in the first grade, 1½ in
2–3, 2 in 4–5, 2½ in 6–8, 3½ in 9–11; nothing over a weekend in grades 1–6, nothing over holidays in any.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

_MINUTES = ((1, 60), (3, 90), (5, 120), (8, 150), (11, 210))
LAST_GRADE_WITH_FREE_WEEKENDS = 6
_DAY = timedelta(days=1)
# When the children of a shift are long at home: what is set after it finds them unprepared.
_EVENING = {1: time(16), 2: time(20)}


class Free(Enum):
    """Why a day is without lessons."""

    WEEKEND = "weekend"
    HOLIDAYS = "holidays"


class Task(NamedTuple):
    """Homework that is due on a day; `minutes` None: the teacher has not said how long it takes."""

    subject: int
    course: int
    minutes: int | None


class Load(NamedTuple):
    """What a class has to do for a day: minutes, and how many tasks say nothing about their time."""

    minutes: int
    untimed: int


def came_late(lesson_day: dt.date, shift: int, moment: dt.datetime) -> bool:
    """Whether homework of a lesson was written down on its evening or later; `moment` in the school's time."""
    evening = _EVENING.get(shift, _EVENING[1])
    return moment.date() > lesson_day or (moment.date() == lesson_day and moment.time() >= evening)


def norm(grade: int) -> int:
    """Minutes of homework a day in a grade. Raises ValueError for a grade that no school has."""
    for last, minutes in _MINUTES:
        if 1 <= grade <= last:
            return minutes
    raise ValueError(f"no grade {grade}")


def load(tasks: Iterable[Task]) -> Load:
    """Add up what a pupil has to do.

    Groups of one subject share no pupils: of the courses of a subject the longest counts.
    """
    minutes: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    untimed: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for subject, course, took in tasks:
        minutes[subject][course] += took or 0
        untimed[subject][course] += took is None
    return Load(_longest(minutes), _longest(untimed))


def _longest(by_subject: dict[int, dict[int, int]]) -> int:
    return sum(max(courses.values()) for courses in by_subject.values())


def free_between(
    grade: int, set_on: dt.date, due: dt.date, why_free: Callable[[dt.date], Free | None]
) -> Free | None:
    """Which free days a task is set over against the rule; None where it may be set.

    It is set over them where no school day lies between the day of the lesson and the day it is due. `why_free`
    tells of a day why it has no lessons, None for a school day.
    """
    between = [set_on + _DAY * after for after in range(1, (due - set_on).days)]
    reasons = [why_free(day) for day in between]
    if not reasons or None in reasons:
        return None
    if Free.HOLIDAYS in reasons:
        return Free.HOLIDAYS
    return Free.WEEKEND if grade <= LAST_GRADE_WITH_FREE_WEEKENDS else None
