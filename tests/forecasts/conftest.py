"""A school with forecasts, for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.forecasts.lived import live
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Switches

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """The night has passed, and families see everything."""
    live(cast)
    Switches.objects.create(school=cast.school, families=Switches.Families.ALL)
    refresh_forecasts(school=cast.school)
    return cast
