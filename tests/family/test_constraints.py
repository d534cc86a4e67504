"""The database itself refuses what must never stand among what families write."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, constraints_of, refused_by
from zhurnal.family.models import CalendarAddress, HomeworkTick, WeekSignature
from zhurnal.journal.models import Homework

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

BREAKERS: dict[str, Callable[[Cast], None]] = {
    "week_signature_once": lambda _: again(WeekSignature.objects.get()),
    "calendar_address_one_at_a_time": lambda _: again(CalendarAddress.objects.get(), token_hash="b"),
    "calendaraddress.token_hash": lambda cast: again(
        CalendarAddress.objects.get(), owner_id=cast.neighbour.pk
    ),
    "homework_tick_once": lambda _: again(HomeworkTick.objects.get()),
}


@pytest.fixture(autouse=True)
def written(cast):
    now = cast.school.now()
    WeekSignature.objects.create(
        school=cast.school, pupil=cast.child, monday=dt.date(2026, 3, 2), guardian=cast.parent.person,
        kind="mother", signed_at=now,
    )  # fmt: skip
    homework = Homework.objects.create(
        lesson=cast.lesson(cast.algebra_7a, "2026-03-02"),
        text="№ 345",
        author=cast.teacher.person,
        set_at=now,
    )
    CalendarAddress.objects.create(pupil=cast.child, owner=cast.parent, token_hash="a", made_at=now)
    HomeworkTick.objects.create(pupil=cast.child, homework=homework, done_at=now)


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("family", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("family"))
