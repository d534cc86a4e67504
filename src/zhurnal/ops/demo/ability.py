"""The model of marks (domain.md §10.6): what a pupil can, in a subject, on a day, before a teacher."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.plan import BY_SLUG, FIRST_SENIOR_GRADE, LAST_PRIMARY_GRADE

if TYPE_CHECKING:
    from random import Random

SUBJECT, TEACHER, TREND, NOISE = 0.5, 0.2, 0.25, 0.8
# From which point on the scale a mark is a 5, a 4, a 3; below it is a 2.
THRESHOLDS = ((5, 0.72), (4, -0.76), (3, -2.2))
CREATIVE = frozenset({"pe", "art", "music", "technology"})
LOWER_MATH = frozenset({"algebra", "geometry", "probability"})
OF_KIND = {
    "control": -0.3,
    "dictation": -0.3,
    "test": -0.1,
    "independent": -0.15,
    "homework": 0.2,
    "project": 0.5,
}


@dataclass
class Abilities:
    """Of all pupils of a school."""

    school: str
    _talents: dict[int, tuple[float, float]] = field(default_factory=dict)
    _effects: dict[tuple[int, str], float] = field(default_factory=dict)

    def level(self, pupil: int, slug: str, through_the_year: float) -> float:
        """What the pupil shows in a subject when that part (0…1) of the year has passed, chance apart."""
        if pupil not in self._talents:
            chance = dice("talent", self.school, pupil)
            self._talents[pupil] = chance.gauss(0, 1), chance.gauss(0, TREND)
        talent, trend = self._talents[pupil]
        return talent + self._effect(pupil, BY_SLUG[slug].family) + trend * (2 * through_the_year - 1)

    def _effect(self, pupil: int, family: str) -> float:
        if (pupil, family) not in self._effects:
            self._effects[pupil, family] = dice("gift", self.school, pupil, family).gauss(0, SUBJECT)
        return self._effects[pupil, family]


def severity(school: str, teacher: int, slug: str, grade: int) -> float:
    """What is added to everybody's level: the teacher's bias, the subject's and the grade's custom."""
    bias = dice("bias", school, teacher).gauss(0, TEACHER)
    if slug in CREATIVE:
        return bias + 1.45
    if grade <= LAST_PRIMARY_GRADE:
        return bias + 0.3
    return bias - 0.3 if slug in LOWER_MATH and grade < FIRST_SENIOR_GRADE else bias


def mark_of(chance: Random, level: float, kind: str) -> int:
    """The mark for a work of a kind."""
    shown = level + OF_KIND.get(kind, 0.0) + chance.gauss(0, NOISE)
    return next((mark for mark, threshold in THRESHOLDS if shown > threshold), 2)
