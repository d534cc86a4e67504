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
    what was skipped there, never one that is still to come. So the numbers rise from lesson to lesson. Before the
    first topic was taught only lessons get one after which nothing was written down.
    """
    taught = _taught(lessons)
    waiting = [topic for topic in sorted(topics) if topic not in taught]
    found: dict[int, int] = {}
    free: list[int] = []
    at, begun = 0, False
    for one, (limit, followed) in zip(lessons, _later(lessons), strict=True):
        begun = begun or (one.topic is not None and not one.cancelled)
        if not one.is_open:
            continue
        if at < len(waiting) and (waiting[at] < limit if limit is not None else begun or not followed):
            found[one.lesson] = waiting[at]
            at += 1
        else:
            free.append(one.lesson)
    return Layout(found, tuple(waiting[at:]), tuple(free))


def progress(
    lessons: Sequence[LessonFacts], topics: Iterable[int], today: dt.date, since: dt.date
) -> Progress:
    """Compare plan and fact on a day, its own lessons included. `since`: the day on which the plan was made.

    By the timetable a topic is due in each lesson from that day on, in a cancelled one too, and in each earlier one
    that was a topic of the plan. A lesson added makes up for one and makes nothing due.
    """
    numbers = sorted(topics)
    past = [one for one in lessons if one.date <= today]
    due = sum(not one.added and (one.date >= since or one.topic is not None) for one in past)
    layout = lay_out(lessons, numbers)
    unwritten = sum(one.lesson in layout.topics and one.date >= since for one in past)
    return Progress(min(due, len(numbers)), len(_taught(lessons).intersection(numbers)), unwritten)


def _taught(lessons: Iterable[LessonFacts]) -> set[int]:
    return {one.topic for one in lessons if one.topic is not None and not one.cancelled}


def _later(lessons: Sequence[LessonFacts]) -> list[tuple[int | None, bool]]:
    """For each lesson the smallest number that was taught after it, and whether anything was written down then."""
    found: list[tuple[int | None, bool]] = []
    smallest: int | None = None
    followed = False
    for one in reversed(lessons):
        found.append((smallest, followed))
        if one.topic is not None and not one.cancelled:
            smallest = one.topic if smallest is None else min(smallest, one.topic)
        followed = followed or (one.recorded and not one.cancelled)
    return found[::-1]
