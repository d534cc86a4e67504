"""How teachers keep their journals. A few keep them badly, so that whoever controls has something to find."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from zhurnal.ops.demo.dice import dice

if TYPE_CHECKING:
    from zhurnal.ops.demo.staffing import Staffing

SHARE_OF_CARELESS, LEAST_CARELESS = 0.13, 3


class Habit(StrEnum):
    """One fault each."""

    EXACT = "exact"
    LATE = "late"  # writes everything days later
    NO_HOMEWORK = "no_homework"  # writes no homework since the winter holidays
    FEW_MARKS = "few_marks"  # marks little but control works
    NO_TOPICS = "no_topics"  # topics are missing for weeks
    NO_ROLL = "no_roll"  # never notes who is absent
    ABANDONED = "abandoned"  # has written nothing for three weeks


def habits_of_teachers(drawn: Staffing) -> list[Habit]:
    """The habit of each teacher. Those whom the screens are tried with are exact."""
    chance = dice("habits", drawn.profile.short_name)
    famous = {drawn.famous_teacher, drawn.famous_class_teacher}
    load = drawn.load()
    candidates = [who for who in range(len(drawn.posts)) if who not in famous and load[who] > 0]
    count = max(LEAST_CARELESS, round(len(drawn.posts) * SHARE_OF_CARELESS))
    habits = [Habit.EXACT] * len(drawn.posts)
    faults = [habit for habit in Habit if habit is not Habit.EXACT]
    for place, who in enumerate(chance.sample(candidates, count)):
        habits[who] = faults[place % len(faults)]
    return habits
