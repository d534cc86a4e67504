"""The weekly timetable: every class without windows, no teacher in two places.

A day of a class is filled from the first lesson on, so there are no windows by construction; what is sought
is the order. From a random start the place of a clash is swapped with the best other place of its class,
until no clash is left; then swaps make the week pleasant. Plain numbers in and out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.dice import dice

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = tuple[int, int]  # weekday, lesson number
# The first lesson of the second shift (13:40) overlaps with the sixth of the first (13:25).
SECOND_SHIFT = 5
SLOTS_A_DAY = 16
CLASH, TWICE, APART, LAST, TIRED = 100, 8, 3, 4, 1
MONDAY = 1
TRIES, POLISH = 40_000, 400


class Block(NamedTuple):
    """Lessons at one hour: of these classes, by these teachers, `hours` a week; `pins` are fixed places."""

    classes: tuple[int, ...]
    teachers: frozenset[int]
    subject: str
    hours: int
    hard: bool = False
    pins: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Frame:
    """The week of a class: how many days, in which shift."""

    days: int
    shift: int


class NoTimetableError(RuntimeError):
    """No week without clashes was found."""


def timetable(frames: list[Frame], blocks: list[Block], name: str) -> list[list[Place]]:
    """Find the places of each block. Raises NoTimetableError."""
    week = _Week(frames, blocks, name)
    week.solve()
    week.polish()
    return week.places()


def day_lengths(hours: int, days: int) -> list[int]:
    """Lessons of each day: as even as can be, the longer days first and in the middle."""
    base, rest = divmod(hours, days)
    longer = [0, 3, 1, 2, 4, 5][: days + 1]
    longer = [day for day in longer if day < days][:rest]
    return [base + (day in longer) for day in range(days)]


class _Week:
    def __init__(self, frames: list[Frame], blocks: list[Block], name: str) -> None:
        self.frames, self.blocks = frames, blocks
        self.chance = dice("week", name)
        self.of_class: list[list[int]] = [[] for _ in frames]
        for number, block in enumerate(blocks):
            for index in block.classes:
                self.of_class[index].append(number)
        self.grid: list[dict[Place, int]] = [{} for _ in frames]
        self.fixed: list[set[Place]] = [set() for _ in frames]
        self.busy: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.slots = [self._slots_of(index) for index in range(len(frames))]
        for index in range(len(frames)):
            self._fill(index)

    def _slots_of(self, index: int) -> dict[Place, int]:
        frame = self.frames[index]
        hours = sum(self.blocks[number].hours for number in self.of_class[index])
        shift = SECOND_SHIFT * (frame.shift - 1)
        return {
            (day, number): day * SLOTS_A_DAY + number + shift
            for day, length in enumerate(day_lengths(hours, frame.days), 1)
            for number in range(1, length + 1)
        }

    def _fill(self, index: int) -> None:
        """Pinned lessons first, the others in a random order."""
        rest = []
        for number in self.of_class[index]:
            block = self.blocks[number]
            for place in block.pins:
                self.grid[index][place] = number
                self.fixed[index].add(place)
            rest += [number] * (block.hours - len(block.pins))
        self.chance.shuffle(rest)
        free = [place for place in self.slots[index] if place not in self.grid[index]]
        self.grid[index].update(zip(free, rest, strict=True))
        for place, number in self.grid[index].items():
            if index == self.blocks[number].classes[0]:
                self._book(number, self.slots[index][place], 1)

    def _book(self, number: int, slot: int, by: int) -> None:
        for teacher in self.blocks[number].teachers:
            self.busy[teacher][slot] += by

    def solve(self) -> None:
        for _ in range(TRIES):
            clashes = self._clashes()
            if not clashes:
                return
            index, place = self.chance.choice(clashes)
            others = [other for other in self.grid[index] if self._may_swap(index, place, other)]
            if not others:
                continue
            best = min(others, key=lambda other: (self._gain(index, place, other), self.chance.random()))
            self._swap(index, place, best)
        raise NoTimetableError(f"{len(self._clashes())} clashes are left")

    def polish(self) -> None:
        """Swaps that make a class's week better and nobody's worse."""
        for index, grid in enumerate(self.grid):
            places = [place for place in grid if place not in self.fixed[index]]
            for _ in range(POLISH):
                place, other = self.chance.sample(places, 2)
                if self._may_swap(index, place, other) and self._gain(index, place, other) < 0:
                    self._swap(index, place, other)

    def places(self) -> list[list[Place]]:
        found: list[list[Place]] = [[] for _ in self.blocks]
        for index, grid in enumerate(self.grid):
            for place, number in sorted(grid.items()):
                if index == self.blocks[number].classes[0]:
                    found[number].append(place)
        return found

    def _clashes(self) -> list[tuple[int, Place]]:
        return [
            (index, place)
            for index, grid in enumerate(self.grid)
            for place, number in grid.items()
            if place not in self.fixed[index]
            and any(
                self.busy[teacher][self.slots[index][place]] > 1 for teacher in self.blocks[number].teachers
            )
        ]

    def _may_swap(self, index: int, place: Place, other: Place) -> bool:
        return other not in self.fixed[index] and self.grid[index][place] != self.grid[index][other]

    def _gain(self, index: int, place: Place, other: Place) -> int:
        """What a swap costs; below zero it is an improvement."""
        days = {place[0], other[0]}
        before = self._cost(index, days, (place, other))
        self._swap(index, place, other)
        after = self._cost(index, days, (place, other))
        self._swap(index, place, other)
        return after - before

    def _swap(self, index: int, place: Place, other: Place) -> None:
        grid, slots = self.grid[index], self.slots[index]
        first, second = grid[place], grid[other]
        self._book(first, slots[place], -1)
        self._book(second, slots[other], -1)
        self._book(first, slots[other], 1)
        self._book(second, slots[place], 1)
        grid[place], grid[other] = second, first

    def _cost(self, index: int, days: Iterable[int], places: tuple[Place, Place]) -> int:
        clashes = sum(
            self.busy[teacher][self.slots[index][place]] - 1
            for place in places
            for teacher in self.blocks[self.grid[index][place]].teachers
        )
        return CLASH * clashes + sum(self._discomfort(index, day) for day in days)

    def _discomfort(self, index: int, day: int) -> int:
        grid, cost, number = self.grid[index], 0, 1
        seen: dict[int, int] = {}
        while (day, number) in grid:
            found = grid[day, number]
            block = self.blocks[found]
            if found in seen:
                many = block.hours > self.frames[index].days
                cost += (0 if many else TWICE) + (APART if number - seen[found] > 1 else 0)
            seen[found] = number
            last = (day, number + 1) not in grid
            cost += TIRED if block.hard and (last or number == 1) else 0
            cost += LAST if block.subject == "pe" and last and day == MONDAY else 0
            number += 1
        return cost
