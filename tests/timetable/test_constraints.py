"""The database itself refuses what must never stand in the timetable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.timetable.models import (
    Bell,
    BellSchedule,
    LessonAddition,
    LessonCancellation,
    Substitution,
    WeeklySlot,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

EARLY = dt.date(2000, 1, 1)


def two_additions(cast: Cast) -> None:
    made = {"reason": "Консультация", "made_by": cast.deputy.person, "made_at": cast.school.now()}
    again(LessonAddition.objects.create(lesson=cast.cancelled, **made))


BREAKERS: dict[str, Callable[[Cast], None]] = {
    "bell_schedule_once": lambda _: again(BellSchedule.objects.all()[0]),
    "bell_schedule_ends_after_start": lambda _: alter(BellSchedule.objects.all()[0], valid_to=EARLY),
    "bell_number_once": lambda _: again(Bell.objects.all()[0]),
    "bell_ends_after_start": lambda _: alter(Bell.objects.all()[0], ends=dt.time(0, 1)),
    "weekly_slot_once": lambda _: again(WeeklySlot.objects.all()[0]),
    "weekly_slot_weekday": lambda _: alter(WeeklySlot.objects.all()[0], weekday=7),
    "weekly_slot_ends_after_start": lambda _: alter(WeeklySlot.objects.all()[0], valid_to=EARLY),
    "lesson_once": lambda cast: again(cast.cancelled),
    "lesson_number": lambda cast: alter(cast.cancelled, number=13),
    "substitution.lesson": lambda _: again(Substitution.objects.get()),
    "lessonaddition.lesson": two_additions,
    "lessoncancellation.lesson": lambda _: again(LessonCancellation.objects.get()),
}


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("timetable", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("timetable"))
