"""Families and pupils on paper: who is whose child, who sits in which class from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.clock import DAY, FIRST_YEAR, TODAY
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.names import (
    FEMALE,
    MALE,
    FullName,
    Kin,
    adult_name,
    child_name,
    draw_kin,
    father_name,
    special_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from zhurnal.ops.demo.staffing import Staffing

YEAR_STARTS = dt.date(FIRST_YEAR, 9, 1)
GIRLS, SIBLINGS = 0.49, 0.065  # a link makes siblings of two pupils
ONE_PARENT, GUARDIAN = 0.30, 0.35  # of a hundred families: 30 one parent, 5 a guardian, 65 both
MOVES = 0.012  # as many come as leave in mid-year
WITH_MOTHER, KEEPS_KIN, CHANGES_CLASS = 0.9, 0.5, 0.4
TOWN_CLASS, FRIDAY, SPECIAL_SHARE = 18, 5, 8
TOWNS = ("Вологды", "Казани", "Ярославля", "Сызрани", "Махачкалы", "Ташкента", "Орла", "Мурманска", "Твери")
REASONS = ("переезд семьи", "перевод по заявлению родителей", "перевод в гимназию")


class Stint(NamedTuple):
    """A pupil in a class, from a day to a day."""

    class_index: int
    since: dt.date = YEAR_STARTS
    until: dt.date | None = None
    arrival: str = ""
    departure: str = ""


@dataclass
class PupilDraft:
    """A pupil; `number` is the pupil's own for life, dice are thrown by it."""

    number: int
    name: FullName
    sex: int
    born: dt.date
    family: int
    stints: list[Stint] = field(default_factory=list)


@dataclass
class FamilyDraft:
    """A family: its guardians as (name, sex, kind)."""

    kin: Kin
    guardians: list[tuple[FullName, int, str]] = field(default_factory=list)


class Fixed(NamedTuple):
    """A pupil who must exist: class, name, sex, mother's name where siblings are to share her, dates."""

    grade: int
    letter: str
    name: FullName
    sex: int
    mother: FullName | None = None
    since: dt.date = YEAR_STARTS
    until: dt.date | None = None


@dataclass
class Roll:
    """All pupils and families of a school."""

    pupils: list[PupilDraft] = field(default_factory=list)
    families: list[FamilyDraft] = field(default_factory=list)


def draw_roll(drawn: Staffing, fixed: tuple[Fixed, ...]) -> Roll:
    """Draw the pupils of a school: exactly as many as its profile says are there today."""
    return _Drawing(drawn, (*fixed, *_special(drawn))).roll


def _special(drawn: Staffing) -> Iterator[Fixed]:
    """Names that trip programs up, one pupil in thirty or so, all over the school."""
    chance = dice("special", drawn.profile.short_name)
    for name, sex in special_names()[: drawn.profile.pupils // SPECIAL_SHARE]:
        a_class = chance.choice(drawn.classes)
        yield Fixed(a_class.grade, a_class.letter, name, sex)


class _Drawing:
    def __init__(self, drawn: Staffing, fixed: tuple[Fixed, ...]) -> None:
        self.drawn = drawn
        self.chance = dice("families", drawn.profile.short_name)
        self.roll = Roll()
        self.taken: set[FullName] = {pupil.name for pupil in fixed}
        self.mothers: dict[FullName, int] = {}
        # Families with one child so far, to which a sibling in another grade may be added.
        self.alone: list[tuple[int, int]] = []
        seated = [
            sum(self._sits_in(pupil, index) and not pupil.until for pupil in fixed)
            for index in range(len(drawn.classes))
        ]
        sizes = class_sizes(drawn, self.chance, seated)
        for index, size in enumerate(sizes):
            self._fill_class(index, size, [pupil for pupil in fixed if self._sits_in(pupil, index)])
        self._move()

    def _sits_in(self, pupil: Fixed, index: int) -> bool:
        a_class = self.drawn.classes[index]
        return (pupil.grade, pupil.letter) == (a_class.grade, a_class.letter)

    def _fill_class(self, index: int, size: int, fixed: list[Fixed]) -> None:
        for pupil in fixed:
            family = self._family_of(pupil)
            stint = _fixed_stint(index, pupil)
            self._add(pupil.name, pupil.sex, family, stint)
        present = sum(pupil.until is None for pupil in fixed)
        for _ in range(size - present):
            family = self._some_family(index)
            sex = FEMALE if self.chance.random() < GIRLS else MALE
            self._add(self._unused_name(family, sex), sex, family, Stint(index))

    def _family_of(self, pupil: Fixed) -> int:
        if pupil.mother is not None and pupil.mother in self.mothers:
            return self.mothers[pupil.mother]
        surname = pupil.name.surname
        self.roll.families.append(FamilyDraft(Kin("russian", (surname, surname), ("", "", ""))))
        family = len(self.roll.families) - 1
        mother = pupil.mother or adult_name(self.chance, FEMALE)
        self.mothers[mother] = family
        self.roll.families[family].guardians.append((mother, FEMALE, "mother"))
        return family

    def _some_family(self, index: int) -> int:
        grade = self.drawn.classes[index].grade
        older = [family for family, other in self.alone if other < grade]
        if older and self.chance.random() < SIBLINGS:
            family = self.chance.choice(older)
            self.alone = [pair for pair in self.alone if pair[0] != family]
            return family
        self.roll.families.append(self._new_family())
        family = len(self.roll.families) - 1
        self.alone.append((family, grade))
        return family

    def _new_family(self) -> FamilyDraft:
        kin, lot = draw_kin(self.chance), self.chance.random()
        mother = (adult_name(self.chance, FEMALE, kin), FEMALE, "mother")
        father = (father_name(self.chance, kin), MALE, "father")
        if lot < ONE_PARENT:
            return FamilyDraft(kin, [mother if self.chance.random() < WITH_MOTHER else father])
        if lot < GUARDIAN:
            return FamilyDraft(kin, [(adult_name(self.chance, FEMALE), FEMALE, "guardian")])
        return FamilyDraft(kin, [mother, father])

    def _unused_name(self, family: int, sex: int) -> FullName:
        kin = self.roll.families[family].kin
        while (name := child_name(self.chance, kin, sex)) in self.taken:
            kin = kin if self.chance.random() < KEEPS_KIN else draw_kin(self.chance)
        self.taken.add(name)
        return name

    def _add(self, name: FullName, sex: int, family: int, stint: Stint) -> None:
        grade = self.drawn.classes[stint.class_index].grade
        born = birth_date(self.chance, grade)
        number = len(self.roll.pupils) + 1
        self.roll.pupils.append(PupilDraft(number, name, sex, born, family, [stint]))

    def _move(self) -> None:
        """Some come, as many have left, a few change the class of their grade."""
        count = max(1, round(self.drawn.profile.pupils * MOVES))
        ordinary = [
            pupil for pupil in self.roll.pupils if pupil.stints == [Stint(pupil.stints[0].class_index)]
        ]
        movers = self.chance.sample(ordinary, 2 * count)
        for pupil in movers[:count]:
            town = self.chance.choice(TOWNS)
            since = _some_day(self.chance)
            pupil.stints[0] = pupil.stints[0]._replace(since=since, arrival=f"из школы {town}")
        for pupil in movers[count:]:
            self._change_class(pupil)
        for _ in range(count):
            self._leave()

    def _change_class(self, pupil: PupilDraft) -> None:
        here = self.drawn.classes[pupil.stints[0].class_index]
        others = [
            index for index, other in enumerate(self.drawn.classes)
            if other.grade == here.grade and other != here
        ]  # fmt: skip
        if others and self.chance.random() < CHANGES_CLASS:
            day, there = _some_day(self.chance), self.chance.choice(others)
            reason = f"перевод в {self.drawn.classes[there].name} по заявлению родителей"
            pupil.stints[0] = pupil.stints[0]._replace(until=day - DAY, departure=reason)
            pupil.stints.append(Stint(there, day, arrival=f"из {here.name}"))

    def _leave(self) -> None:
        index = self.chance.randrange(len(self.drawn.classes))
        family = self._some_family(index)
        sex = FEMALE if self.chance.random() < GIRLS else MALE
        town, reason = self.chance.choice(TOWNS), self.chance.choice(REASONS)
        stint = Stint(index, until=_some_day(self.chance), departure=f"{reason}, в школу {town}")
        self._add(self._unused_name(family, sex), sex, family, stint)


def class_sizes(drawn: Staffing, chance: Random, seated: list[int]) -> list[int]:
    """Sizes around the mean, never below those `seated` already, together exactly the number of pupils."""
    count, pupils = len(drawn.classes), drawn.profile.pupils
    mean = pupils / count
    spread, low, high = (3.0, 18, 31) if mean > TOWN_CLASS else (1.3, 7, 13)
    sizes = [min(high, max(low, least, round(chance.gauss(mean, spread)))) for least in seated]
    while (lacking := pupils - sum(sizes)) != 0:
        index = chance.randrange(count)
        changed = sizes[index] + (1 if lacking > 0 else -1)
        if max(low, seated[index]) <= changed <= high:
            sizes[index] = changed
    return sizes


def birth_date(chance: Random, grade: int) -> dt.date:
    """Pupils of the first grade are between 6½ and 7½ on 1 September."""
    age = 6.55 + (grade - 1) + chance.random() * 1.0
    return YEAR_STARTS - dt.timedelta(days=round(age * 365.25))


def _fixed_stint(index: int, pupil: Fixed) -> Stint:
    arrival = "из школы Казани" if pupil.since != YEAR_STARTS else ""
    departure = "переезд семьи, в школу Орла" if pupil.until else ""
    return Stint(index, pupil.since, pupil.until, arrival, departure)


def _some_day(chance: Random) -> dt.date:
    """A working day between October and the middle of February, outside holidays or not: papers know none."""
    day = dt.date(FIRST_YEAR, 10, 6) + chance.randrange((TODAY - dt.date(FIRST_YEAR, 10, 20)).days) * DAY
    return day - max(0, day.isoweekday() - FRIDAY) * DAY
