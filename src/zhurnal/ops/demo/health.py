"""When pupils are away: illness over days, errands, truancy (domain.md §10.6), exemption from sport."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.clock import DAY, TODAY
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.lessons import school_days

if TYPE_CHECKING:
    import datetime as dt
    from random import Random

    from zhurnal.ops.demo.families import PupilDraft
    from zhurnal.ops.demo.registers import Registers
    from zhurnal.ops.demo.staffing import Staffing

# Of missed lessons 65 % are illness, 20 % excused, 10 % not, 5 % unknown: shares divided by lengths.
CAUSES = {"б": 13.0, "у": 13.3, "нп": 17.0, "н": 4.0}
LENGTHS = {"б": (2, 8), "у": (1, 2), "нп": (1, 1), "н": (1, 1)}
A_DAY = 0.0275
SEASONS = {9: 0.7, 10: 0.8, 11: 1.0, 12: 1.05, 1: 1.8, 2: 1.8, 3: 1.5}
EXEMPT, UNRESOLVED, LEAVES_EARLY = 0.03, 0.7, 0.6


class Away(NamedTuple):
    """The code of a day, and from which lesson on (truants leave early)."""

    code: str
    from_lesson: int = 1


class Health(NamedTuple):
    """A pupil's days of absence, and the span of an exemption from physical education."""

    away: dict[dt.date, Away]
    exempt: tuple[dt.date, dt.date] | None

    def code(self, day: dt.date, number: int) -> str:
        """The code for a lesson; empty where the pupil is there."""
        found = self.away.get(day)
        return found.code if found and number >= found.from_lesson else ""

    def is_exempt(self, day: dt.date) -> bool:
        return self.exempt is not None and self.exempt[0] <= day <= self.exempt[1]


def draw_health(drawn: Staffing, registers: Registers, pupils: list[PupilDraft]) -> list[Health]:
    """Draw the absences of every pupil up to today."""
    days = [list(school_days(registers, a_class.grade, a_class.days)) for a_class in drawn.classes]
    return [_health(drawn.profile.short_name, pupil, days[pupil.stints[-1].class_index]) for pupil in pupils]


def _health(school: str, pupil: PupilDraft, days: list[dt.date]) -> Health:
    chance = dice("health", school, pupil.number)
    frailty = chance.lognormvariate(-0.125, 0.5)
    away: dict[dt.date, Away] = {}
    place = 0
    while place < len(days):
        day = days[place]
        place += 1
        if chance.random() < A_DAY * frailty * SEASONS[day.month]:
            place += _fall_away(chance, away, days[place - 1 :])
    return Health(away, _exemption(chance))


def _fall_away(chance: Random, away: dict[dt.date, Away], coming: list[dt.date]) -> int:
    """Begin a spell on the first of the coming days; how many further days it takes."""
    cause = chance.choices(list(CAUSES), list(CAUSES.values()))[0]
    length = min(chance.randint(*LENGTHS[cause]), len(coming))
    first = chance.randint(3, 6) if cause == "нп" and chance.random() < LEAVES_EARLY else 1
    for day in coming[:length]:
        # The paper comes later: what is recent is often not known yet.
        unknown = day > TODAY - 4 * DAY and chance.random() < UNRESOLVED
        away[day] = Away("н" if unknown else cause, first)
    return length - 1


def _exemption(chance: Random) -> tuple[dt.date, dt.date] | None:
    if chance.random() > EXEMPT:
        return None
    starts = TODAY - chance.randrange(120) * DAY
    return starts, starts + chance.randint(10, 40) * DAY
