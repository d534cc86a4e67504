"""What the pages of a school share while they are filled, and one lesson at work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.ops.demo.clock import DAY, TODAY
from zhurnal.ops.demo.habits import Habit
from zhurnal.ops.demo.thematic import Thematic

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhurnal.ops.demo.ability import Abilities
    from zhurnal.ops.demo.courses import TaughtCourse
    from zhurnal.ops.demo.health import Health
    from zhurnal.ops.demo.lessons import LessonFacts
    from zhurnal.ops.demo.page import Page
    from zhurnal.ops.demo.times import Writing
    from zhurnal.school.models import StudyPeriod

NEGLECTED_SINCE = {
    Habit.NO_HOMEWORK: dt.date(2026, 1, 12),
    Habit.NO_TOPICS: TODAY - 25 * DAY,
    Habit.NO_ROLL: dt.date(2025, 11, 5),
    Habit.ABANDONED: TODAY - 21 * DAY,
}


@dataclass
class Ground:
    """Pupils and teachers by index; `…_ids` are the numbers of their rows."""

    school: str
    pupil_ids: list[int]
    teacher_ids: list[int]
    health: list[Health]
    habits: list[Habit]
    periods: dict[str, list[StudyPeriod]]
    weights: dict[str, int]
    famous_teacher: int
    next_work: int
    next_topic: int
    abilities: Abilities


class WorkRow(NamedTuple):
    """A row of `Work`."""

    pk: int
    lesson: int
    position: int
    kind: str
    weight: int
    title: str
    own_weight: bool = False


@dataclass
class Filled:
    """What a course holds now."""

    course: TaughtCourse
    page: Page
    works: list[WorkRow] = field(default_factory=list)
    plan: Thematic = field(default_factory=Thematic)


class AtWork(NamedTuple):
    """A lesson about which somebody writes: `author` is a number, `own` false for a substitute."""

    lesson: LessonFacts
    writing: Writing
    author: int
    own: bool
    habit: Habit

    def neglects(self, fault: Habit) -> bool:
        """Whether the teacher leaves out what this fault leaves out."""
        return self.habit is fault and self.lesson.date >= NEGLECTED_SINCE[fault]


@dataclass
class Agenda:
    """What is going to be written, in any order; carried out in the order of time."""

    _events: list[tuple[dt.datetime, int, Callable[[], None]]] = field(default_factory=list)

    def add(self, moment: dt.datetime, write: Callable[..., None], *arguments: Any) -> None:
        """Write it at that moment."""
        self._events.append((moment, len(self._events), partial(write, *arguments)))

    def carry_out(self) -> None:
        """Write everything."""
        self._events.sort(key=lambda event: event[:2])
        for _, _, write in self._events:
            write()
