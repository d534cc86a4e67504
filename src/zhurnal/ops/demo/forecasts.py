"""The forecasts of the demo: made by the same night as anywhere, shown to families."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.actions.switches import Decided, decided_entry
from zhurnal.forecasts.models import Switches
from zhurnal.school.actions.record import COMMAND_LINE, write

if TYPE_CHECKING:
    from zhurnal.school.models import School

DECIDED = Decided(is_on=True, families=Switches.Families.ALL.value, list_length=20)


def write_forecasts(school: School) -> None:
    """Let families see everything, and let the night pass."""
    before = Switches.objects.create(school=school, **DECIDED._asdict())
    entry = decided_entry(
        school, DECIDED, Decided(before.is_on, Switches.Families.NOTHING.value, before.list_length)
    )
    write(school, entry, actor=None, role=COMMAND_LINE)
    refresh_forecasts(school=school)
