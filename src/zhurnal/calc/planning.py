"""The thematic plan laid over the lessons of a course: which topic falls into which lesson, and the lag.

A topic of the plan is one lesson's worth and is named by its number; a lesson takes one topic. Lessons are
given in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence


class LessonFacts(NamedTuple):
    """A lesson as the plan sees it.

    `recorded`: what was done is written down; `topic`: the number of the plan's topic that it was, where it was
    one. `added`: beside the timetable.
    """

    lesson: int
    date: dt.date
    cancelled: bool = False
    added: bool = False
    recorded: bool = False
    topic: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether a topic of the plan may still fall into the lesson."""
        return not (self.cancelled or self.recorded)


class Layout(NamedTuple):
    """`topics`: the number of the topic of each open lesson that gets one; what is left over on either side."""

    topics: dict[int, int]
    topics_left: tuple[int, ...]
    lessons_left: tuple[int, ...]


class Progress(NamedTuple):
    """Plan against fact, in lessons.

    `planned`: topics due by the day by the timetable; `taught`: topics of the plan that were written down;
    `unwritten`: topics that fell into lessons held about which nothing is written. A negative `lag` is being ahead.
    """

    planned: int
    taught: int
    unwritten: int

    @property
    def lag(self) -> int:
        """By how many lessons the course is behind its plan."""
        return self.planned - self.taught - self.unwritten


def lay_out(lessons: Sequence[LessonFacts], topics: Iterable[int]) -> Layout:
    """Lay the topics that were not taught yet over the open lessons, both in their order.

    A lesson that nobody wrote down, and after which the plan went on, gets only a topic from before that point:
    what was skipped there, never one that is still to come. So the numbers rise from lesson to lesson.
    """
    taught = {one.topic for one in lessons if one.topic is not None and not one.cancelled}
    waiting = [topic for topic in sorted(topics) if topic not in taught]
    found: dict[int, int] = {}
    free: list[int] = []
    at = 0
    for one, limit in zip(lessons, _limits(lessons), strict=True):
        if not one.is_open:
            continue
        if at < len(waiting) and (limit is None or waiting[at] < limit):
            found[one.lesson] = waiting[at]
            at += 1
        else:
            free.append(one.lesson)
    return Layout(found, tuple(waiting[at:]), tuple(free))


def progress(lessons: Sequence[LessonFacts], topics: Iterable[int], today: dt.date) -> Progress:
    """Compare plan and fact on a day, its own lessons included.

    By the timetable a topic is due in each lesson, in a cancelled one too; a lesson added makes up for one and
    makes nothing due.
    """
    numbers = sorted(topics)
    past = [one for one in lessons if one.date <= today]
    due = sum(not one.added for one in past)
    taught = {one.topic for one in lessons if one.topic is not None and not one.cancelled}
    layout = lay_out(lessons, numbers)
    unwritten = sum(one.lesson in layout.topics for one in past)
    return Progress(min(due, len(numbers)), len(taught.intersection(numbers)), unwritten)


def _limits(lessons: Sequence[LessonFacts]) -> list[int | None]:
    """For each lesson the smallest number that was taught after it."""
    limits: list[int | None] = []
    smallest: int | None = None
    for one in reversed(lessons):
        limits.append(smallest)
        if one.topic is not None and not one.cancelled:
            smallest = one.topic if smallest is None else min(smallest, one.topic)
    return limits[::-1]
