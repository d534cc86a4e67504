"""When teachers write things down (domain.md §10.6): in the lesson, in the evening, later, or not yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from zhurnal.ops.demo.clock import DAY, NOW, at
from zhurnal.ops.demo.habits import Habit

if TYPE_CHECKING:
    from random import Random

    from zhurnal.ops.demo.lessons import LessonFacts

# Shares of: the same lesson, the same evening, within three days; the rest is later.
AT_ONCE, TAKEN_HOME = (0.70, 0.90, 0.98), (0.12, 0.35, 0.97)
HOUR_OF_CLOSING = 20


class Writing:
    """Times of entries about one lesson; None means: not written by now."""

    def __init__(self, chance: Random, lesson: LessonFacts, period_ends: dt.date, habit: Habit) -> None:
        self.chance, self.lesson, self.habit = chance, lesson, habit
        self.last = min(NOW, at(period_ends, HOUR_OF_CLOSING))

    def moment(self, *, taken_home: bool = False) -> dt.datetime | None:
        """When something about the lesson is written; at the latest when its period is closed."""
        return self.in_time(self._wished(TAKEN_HOME if taken_home else AT_ONCE))

    def in_time(self, wished: dt.datetime) -> dt.datetime | None:
        """The moment itself; in a past period at the latest on its last day; None where it is yet to come."""
        if wished <= self.last:
            return wished
        if self.last == NOW:
            return None
        return max(self.lesson.ends, self.last - dt.timedelta(minutes=self.chance.randint(1, 80)))

    def _wished(self, shares: tuple[float, float, float]) -> dt.datetime:
        chance, lesson = self.chance, self.lesson
        if self.habit is Habit.LATE:
            return self._evening(chance.randint(3, 9))
        lot = chance.random()
        if lot < shares[0]:
            length = (lesson.ends - lesson.starts).seconds
            return lesson.starts + dt.timedelta(seconds=chance.randint(300, length - 60))
        if lot < shares[1]:
            return self._evening(0)
        return self._evening(chance.randint(1, 3) if lot < shares[2] else chance.randint(4, 10))

    def _evening(self, days: int) -> dt.datetime:
        hour, minute = self.chance.randint(17, 20), self.chance.randint(0, 59)
        evening = at(self.lesson.date + days * DAY, hour, minute, self.chance.randint(0, 59))
        return max(evening, self.lesson.ends + dt.timedelta(minutes=minute // 4 + 1))
