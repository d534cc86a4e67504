"""Scales of marks: which values there are, how they are written, what they are worth (domain.md §4.1, §3.2).

Inside, every mark of every scale is a whole number, and a greater one is better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from zhurnal.calc.words import gettext_noop


class Level(IntEnum):
    """How good a mark is, whatever the scale; as a number of the five-point scale."""

    EXCELLENT = 5
    GOOD = 4
    FAIR = 3
    POOR = 2
    UNREADY = 1


_BEST_FIRST = (Level.EXCELLENT, Level.GOOD, Level.FAIR, Level.POOR)


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`, both included.

    `texts` are the canonical texts of the values, `low` first; without them a value is written in digits.
    `spellings` are further texts that are read, in small letters. `levels` are the lowest values that are
    отл., хор., уд., неуд.; a scale without levels has no part in качество and СОУ. A mark of a scale that is
    not `averaged` never counts. A scale that is not `marked` has no values at all.
    """

    low: int
    high: int
    code: str = ""
    name: str = ""
    texts: tuple[str, ...] = ()
    spellings: tuple[tuple[str, int], ...] = ()
    levels: tuple[int, int, int, int] | None = None
    passes_from: int | None = None
    averaged: bool = True
    marked: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError(f"a scale rises from a number not below 0: {self.low}…{self.high}")

    def __contains__(self, value: int) -> bool:
        return self.marked and self.low <= value <= self.high

    def text(self, value: int) -> str:
        """Write a value in its canonical form. Raises ValueError for a value of another scale."""
        if value not in self:
            raise ValueError(f"{value} is no mark of a scale {self.low}…{self.high}")
        return self.texts[value - self.low] if self.texts else str(value)

    def value(self, text: str) -> int | None:
        """Read a text; None where it is no mark of this scale. Case does not matter."""
        plain = text.strip().casefold()
        known = self.known_texts().get(plain)
        if known is not None or self.texts or not (plain.isascii() and plain.isdigit()):
            return known
        number = int(plain)
        return number if number in self else None

    def known_texts(self) -> dict[str, int]:
        """Every text in small letters, but for digits."""
        written = {text.casefold(): self.low + index for index, text in enumerate(self.texts)}
        return dict(self.spellings) | written if self.marked else {}

    def level(self, value: int) -> Level | None:
        """Return how good a value is; None in a scale without levels."""
        if self.levels is None:
            return None
        reached = (level for level, lowest in zip(_BEST_FIRST, self.levels, strict=True) if value >= lowest)
        return next(reached, Level.UNREADY)

    def passes(self, value: int) -> bool:
        """Whether who has this mark «успевает»."""
        if self.passes_from is not None:
            return value >= self.passes_from
        level = self.level(value)
        return level is not None and level >= Level.FAIR

    def is_quality(self, value: int) -> bool:
        """Whether the mark counts as «качество»: хорошо or better."""
        level = self.level(value)
        return level is not None and level >= Level.GOOD

    def with_levels(self, excellent: int, good: int, fair: int) -> Scale:
        """Return the scale with a school's own borders of отл., хор. and уд. Raises ValueError."""
        if not (self.levels and self.low <= self.levels[-1] < fair < good < excellent <= self.high):
            raise ValueError("levels fall from отл. to уд. within the scale")
        return replace(self, levels=(excellent, good, fair, self.levels[-1]))


_WORDS = (("отл", 5), ("хор", 4), ("уд", 3), ("неуд", 2))

FIVE = Scale(
    2, 5, code="five", name=gettext_noop("пятибалльная"), spellings=_WORDS, levels=(5, 4, 3, 2)
)  # fmt: skip
# «1» is a mark in some schools and forbidden in most: domain.md §4.1.
FIVE_WITH_ONE = replace(FIVE, low=1, code="five_with_one", name=gettext_noop("пятибалльная с «1»"))
# The levels of ten points are those of «Сетевой город» (domain.md §4.1); the others are a school's to change.
TEN = Scale(1, 10, code="ten", name=gettext_noop("десятибалльная"), levels=(9, 7, 5, 1))
TWELVE = Scale(1, 12, code="twelve", name=gettext_noop("двенадцатибалльная"), levels=(10, 7, 4, 1))
HUNDRED = Scale(0, 100, code="hundred", name=gettext_noop("стобалльная"), levels=(85, 70, 50, 0))
# Cyrillic «а» and «в» are not read: they look like A and B but are the keys of F and D.
LETTERS = Scale(
    0, 5, code="letters", name=gettext_noop("буквенная A–F"),
    texts=("F", "E", "D", "C", "B", "A"), spellings=(("ф", 5), ("и", 4), ("с", 3), ("е", 1)),
    levels=(5, 3, 1, 0),
)  # fmt: skip
PASS_FAIL = Scale(
    0, 1, code="pass_fail", name=gettext_noop("зачёт / незачёт"), texts=("нз", "зч"),
    spellings=(("зачёт", 1), ("зачет", 1), ("незачёт", 0), ("незачет", 0), ("px", 1), ("yp", 0)),
    passes_from=1, averaged=False,
)  # fmt: skip
NONE = Scale(0, 1, code="none", name=gettext_noop("без отметок"), averaged=False, marked=False)

# Behaviour, the three kinds of domain.md §3.2: never part of an average, of качество or СОУ.
BEHAVIOUR_PASS = replace(PASS_FAIL, code="behaviour_pass", name=gettext_noop("поведение: зачёт / незачёт"))
BEHAVIOUR_THREE = Scale(
    1, 3, code="behaviour_three",
    name=gettext_noop("поведение: образцовое, удовлетворительное, неудовлетворительное"),
    texts=("неуд", "уд", "обр"),
    spellings=(("образцовое", 3), ("удовлетворительное", 2), ("неудовлетворительное", 1)),
    passes_from=2, averaged=False,
)  # fmt: skip
BEHAVIOUR_FIVE = Scale(
    2, 5, code="behaviour_five", name=gettext_noop("поведение: пятибалльная"), passes_from=3, averaged=False
)  # fmt: skip

BEHAVIOUR = (BEHAVIOUR_PASS, BEHAVIOUR_THREE, BEHAVIOUR_FIVE)
SCALES: dict[str, Scale] = {
    scale.code: scale
    for scale in (FIVE, FIVE_WITH_ONE, TEN, TWELVE, HUNDRED, LETTERS, PASS_FAIL, NONE, *BEHAVIOUR)
}
