"""The database itself refuses what must never stand among people and accounts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.cast import TODAY
from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.people.models import Guardianship, KnownDevice, Viewing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

BREAKERS: dict[str, Callable[[Cast], None]] = {
    "guardianship_once": lambda _: again(Guardianship.objects.all()[0]),
    "guardianship_not_of_oneself": lambda cast: alter(
        Guardianship.objects.filter(pupil=cast.child)[0], guardian=cast.child
    ),
    "guardianship_ends_after_start": lambda _: alter(
        Guardianship.objects.all()[0], valid_to=dt.date(2000, 1, 1)
    ),
    "guardianship_restricted_by_a_paper": lambda cast: alter(
        Guardianship.objects.all()[0], restricted_at=cast.school.now()
    ),
    "viewing_once_a_day": lambda cast: again(
        Viewing.objects.create(
            pupil=cast.child,
            viewer_id=cast.office.person_id or 0,
            role="secretary",
            page="family",
            day=TODAY,
            first_at=cast.school.now(),
        )
    ),
    "known_device_once": lambda cast: again(
        KnownDevice.objects.create(user=cast.parent, mark="m", first_at=cast.school.now(), seen_on=TODAY)
    ),
    "user.login": lambda cast: again(cast.teacher, person_id=None),
    "user.person": lambda cast: again(cast.teacher, login="somebody-else"),
}


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("people", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("people"))


def test_accounts_without_a_person_do_not_hinder_one_another(cast):
    again(cast.teacher, login="robot-1", person_id=None)
    again(cast.teacher, login="robot-2", person_id=None)
