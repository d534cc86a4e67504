"""The clock of the school, for the tests of this room."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from zhurnal.school.models import School

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`at("2026-03-04T21:40")`: it is this moment at the schools."""

    def set_clock(text: str) -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))
        School.objects.update(frozen_today=moment.date())
        monkeypatch.setattr(School, "now", lambda _school: moment)

    return set_clock
