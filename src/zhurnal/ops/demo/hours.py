"""From courses on paper to places in the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.ops.demo.plan import HARD
from zhurnal.ops.demo.staffing import FAMOUS, Staffing
from zhurnal.ops.demo.week import Block, Frame, Place, day_lengths, timetable

if TYPE_CHECKING:
    from collections.abc import Iterable

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(1, 6)


def places_of_courses(drawn: Staffing) -> list[list[Place]]:
    """The places of each course in the week, in the order of `drawn.courses`."""
    grouped = drawn.blocks()
    hours = [0] * len(drawn.classes)
    for (classes, _), courses in grouped.items():
        for index in classes:
            hours[index] += drawn.courses[courses[0]].hours
    blocks = [_block(drawn, key, courses, hours) for key, courses in grouped.items()]
    frames = [Frame(a_class.days, a_class.shift) for a_class in drawn.classes]
    found: list[list[Place]] = [[] for _ in drawn.courses]
    for courses, places in zip(
        grouped.values(), timetable(frames, blocks, drawn.profile.short_name), strict=True
    ):
        for course in courses:
            found[course] = places
    return found


def _block(
    drawn: Staffing, key: tuple[tuple[int, ...], str], courses: Iterable[int], hours: list[int]
) -> Block:
    classes, slug = key
    chosen = [drawn.courses[course] for course in courses]
    return Block(
        classes=classes,
        teachers=frozenset(course.teacher for course in chosen),
        subject=slug,
        hours=chosen[0].hours,
        hard=slug in HARD,
        pins=_pins(drawn, classes, slug, hours),
    )


def _pins(drawn: Staffing, classes: tuple[int, ...], slug: str, hours: list[int]) -> tuple[Place, ...]:
    """Places that custom fixes: talks on Monday first, career guidance on Thursday last, streams at one hour.

    Algebra of 7 «А» stands on Wednesday: that is the demo's today.
    """
    index = classes[0]
    if slug == "talks":
        return ((MONDAY, 1),)
    if slug == "horizons":
        return ((THURSDAY, day_lengths(hours[index], drawn.classes[index].days)[THURSDAY - 1]),)
    if len(classes) > 1:
        shift = index % 2
        return ((TUESDAY + shift, 4), (FRIDAY, 4 - shift))
    if slug == "algebra" and index == drawn.find(*FAMOUS):
        return ((WEDNESDAY, 3),)
    return ()
