"""The deputy head and the director decide; the ledger knows."""

from __future__ import annotations

import pytest

from zhurnal.audit.models import Line
from zhurnal.forecasts.actions.switches import Decided, set_switches
from zhurnal.forecasts.errors import ForecastsError
from zhurnal.forecasts.models import Switches
from zhurnal.forecasts.policies import switches_of

pytestmark = pytest.mark.django_db

ALL = Decided(is_on=True, families="all", list_length=30)


def test_at_first_the_staff_sees_forecasts_and_families_do_not(cast):
    found = switches_of(cast.school)
    assert (found.is_on, found.families) == (True, Switches.Families.NOTHING)


@pytest.mark.parametrize("login", ["deputy", "director"])
def test_heads_decide_and_the_ledger_tells_what_was_before(cast, login):
    assert set_switches(actor=getattr(cast, login), school=cast.school, decided=ALL)
    assert not set_switches(actor=getattr(cast, login), school=cast.school, decided=ALL)
    (line,) = Line.objects.filter(action="forecasts.set")
    assert line.details["families"] == "all"
    assert line.details["before"]["families"] == "nothing"
    assert line.chain == f"school:{cast.school.pk}"


@pytest.mark.parametrize("login", ["teacher", "classteacher", "parent", "office", "deputy2"])
def test_nobody_else_does(cast, login):
    with pytest.raises(ForecastsError, match="Ничего не изменено"):
        set_switches(actor=getattr(cast, login), school=cast.school, decided=ALL)
    assert not Switches.objects.exists()
