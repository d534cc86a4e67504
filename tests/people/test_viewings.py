"""Who opened a child's data is remembered for three years."""

from __future__ import annotations

import datetime as dt

import pytest

from zhurnal.access.roles import Role
from zhurnal.people.actions.viewings import forget_viewings, note_viewing
from zhurnal.people.models import Viewing

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 4)


def test_after_three_years_it_is_forgotten_and_not_before(cast):
    for day in (dt.date(2023, 3, 4), dt.date(2023, 3, 5), dt.date(2023, 3, 6), TODAY):
        note_viewing(
            viewer_id=cast.director.person_id, role=Role.DIRECTOR, pupil_id=cast.child.pk, page=Viewing.Page.DIARY,
            at=dt.datetime.combine(day, dt.time(12), dt.UTC),
        )  # fmt: skip
    assert forget_viewings(TODAY) == 1
    assert min(Viewing.objects.values_list("day", flat=True)) == dt.date(2023, 3, 5)
    assert forget_viewings(TODAY) == 0
