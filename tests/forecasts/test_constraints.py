"""The database itself refuses what must never stand among forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.constraints import again, alter, constraints_of, refused_by
from zhurnal.forecasts.models import Morning, Snapshot, Switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

BREAKERS: dict[str, Callable[[Cast], None]] = {
    "morning_once": lambda _: again(Morning.objects.get()),
    "snapshot_once": lambda _: again(Snapshot.objects.get()),
    "switches.school": lambda _: again(Switches.objects.get()),
    "forecast_list_length": lambda _: alter(Switches.objects.get(), list_length=0),
}


@pytest.fixture(autouse=True)
def written(cast):
    told = {
        "school": cast.school,
        "track": "quarter five",
        "day": "2026-03-04",
        "made_at": cast.school.now(),
        "body": b"",
    }
    Morning.objects.create(parameters="{}", **told)
    Snapshot.objects.create(period=cast.quarter, cut=Snapshot.Cut.HALF, **told)
    Switches.objects.create(school=cast.school)


@pytest.mark.parametrize("name", BREAKERS)
def test_the_database_refuses(cast, name):
    with refused_by("forecasts", name):
        BREAKERS[name](cast)


def test_no_constraint_is_left_untried():
    assert set(BREAKERS) == set(constraints_of("forecasts"))
