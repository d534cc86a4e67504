"""The deputy head's indices (domain.md §4.5). What stands below the line matters as much as what above.

N are all pupils without those exempt from the subject and those whose mark is not set yet; «н/а» stay in N.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.outcome import Outcome, Sign
from zhurnal.calc.grading.scale import BEHAVIOUR, Level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from zhurnal.calc.grading.scale import Scale

# СОУ after Симонов, in hundredths; «н/а» and «1» weigh seven.
LEARNED = {Level.EXCELLENT: 100, Level.GOOD: 64, Level.FAIR: 36, Level.POOR: 16, Level.UNREADY: 7}
LEARNED_UNATTESTED = 7


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted outcomes of pupils. Tallies of subjects, classes, parallels are added up, never averaged."""

    excellent: int = 0
    good: int = 0
    fair: int = 0
    poor: int = 0
    unready: int = 0
    # Marks of a scale without levels: «зч» and «нз».
    passed: int = 0
    failed: int = 0
    not_attested: int = 0
    exempt: int = 0
    unset: int = 0
    total: int = 0
    averaged: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def counted(self) -> int:
        """N: everybody but the exempt and those not set yet."""
        return self.levelled + self.passed + self.failed + self.not_attested

    @property
    def levelled(self) -> int:
        """How many have a mark of a scale with levels."""
        return self.excellent + self.good + self.fair + self.poor + self.unready


def tally(outcomes: Iterable[Outcome], scale: Scale) -> Tally:
    """Count what stands in a period's column of one course."""
    found = Counter(outcomes)
    levels: Counter[str] = Counter()
    for outcome, count in found.items():
        levels[_heading(outcome, scale)] += count
    marks = {mark: count for mark, count in found.items() if _is_mark(mark) and scale.averaged}
    total = sum(mark * count for mark, count in marks.items() if isinstance(mark, int))
    return Tally(**levels, total=total, averaged=sum(marks.values()))


def achievement(counted: Tally) -> Fraction | None:
    """Успеваемость: the share of N with at least «3» (or «зч»); None without anybody to count."""
    return _share(counted.excellent + counted.good + counted.fair + counted.passed, counted.counted)


def quality(counted: Tally) -> Fraction | None:
    """Качество знаний: the share of N with «4» and «5»; «зч» has no quality and stands outside."""
    return _share(counted.excellent + counted.good, _with_levels(counted))


def learned(counted: Tally) -> Fraction | None:
    """СОУ: 1, 0.64, 0.36, 0.16 for «5»…«2», 0.07 for «1» and «н/а», over N."""
    points = (
        LEARNED[Level.EXCELLENT] * counted.excellent
        + LEARNED[Level.GOOD] * counted.good
        + LEARNED[Level.FAIR] * counted.fair
        + LEARNED[Level.POOR] * counted.poor
        + LEARNED[Level.UNREADY] * counted.unready
        + LEARNED_UNATTESTED * counted.not_attested
    )
    share = _share(points, _with_levels(counted))
    return None if share is None else share / 100


def mean_mark(counted: Tally) -> Fraction | None:
    """Средний балл: Σ marks over how many are rated; «н/а» are not."""
    return _share(counted.total, counted.averaged)


class Category(StrEnum):
    """Where a pupil belongs in the list of the class."""

    EXCELLENT = "excellent"  # отличник: only «5»
    GOOD = "good"  # хорошист: nothing below «4»
    FAIR = "fair"  # успевает
    NOT_ATTESTED = "not_attested"  # «н/а» and no «2»
    FAILING = "failing"  # at least one «2»
    UNRATED = "unrated"  # nothing to judge by yet


class PupilResult(NamedTuple):
    """A pupil over all subjects. `one_good`, `one_fair`: the only subject in the way of the next category.

    `open_subjects`: where nothing is set yet, so that the category may still change.
    """

    category: Category
    one_good: str = ""
    one_fair: str = ""
    open_subjects: int = 0


def pupil_result(outcomes: Mapping[str, tuple[Outcome, Scale]]) -> PupilResult:
    """Judge a pupil by the outcomes of all subjects. Behaviour has no part in it; «зч» alone makes no отличник."""
    outcomes = {subject: pair for subject, pair in outcomes.items() if pair[1] not in BEHAVIOUR}
    levels = {
        subject: level
        for subject, (outcome, scale) in outcomes.items()
        if isinstance(outcome, int) and (level := scale.level(outcome)) is not None
    }
    unset = sum(outcome is None for outcome, scale in outcomes.values() if scale.marked)
    category = _category(outcomes.values(), levels.values())
    good = [subject for subject, level in levels.items() if level is Level.GOOD]
    fair = [subject for subject, level in levels.items() if level is Level.FAIR]
    one_good = good[0] if category is Category.GOOD and len(good) == 1 else ""
    one_fair = fair[0] if category is Category.FAIR and len(fair) == 1 else ""
    return PupilResult(category, one_good, one_fair, unset)


@dataclass(frozen=True, slots=True)
class ClassLevel:
    """How many pupils of a class stand where; `one_good` are among the `good`, `one_fair` among the `fair`."""

    excellent: int
    good: int
    fair: int
    not_attested: int
    failing: int
    unrated: int
    one_good: int
    one_fair: int

    @property
    def counted(self) -> int:
        """N: all but those who have nothing to be judged by."""
        return self.excellent + self.good + self.fair + self.not_attested + self.failing

    @property
    def quality(self) -> Fraction | None:
        """Качество класса: отличники and хорошисты over N."""
        return _share(self.excellent + self.good, self.counted)

    @property
    def achievement(self) -> Fraction | None:
        """Успеваемость класса: pupils without «2» and «н/а» over N."""
        return _share(self.excellent + self.good + self.fair, self.counted)


def class_level(results: Collection[PupilResult]) -> ClassLevel:
    """Count the pupils of a class by category."""
    categories = Counter(result.category for result in results)
    return ClassLevel(
        **{category.value: categories[category] for category in Category},
        one_good=sum(bool(result.one_good) for result in results),
        one_fair=sum(bool(result.one_fair) for result in results),
    )


_HEADINGS = {
    Level.EXCELLENT: "excellent", Level.GOOD: "good", Level.FAIR: "fair", Level.POOR: "poor",
    Level.UNREADY: "unready",
}  # fmt: skip


def _heading(outcome: Outcome, scale: Scale) -> str:
    if outcome is None:
        return "unset"
    if isinstance(outcome, Sign):
        return "exempt" if outcome is Sign.EXEMPT else "not_attested"
    level = scale.level(outcome)
    if level is None:
        return "passed" if scale.passes(outcome) else "failed"
    return _HEADINGS[level]


def _is_mark(outcome: Outcome) -> bool:
    return isinstance(outcome, int)


def _with_levels(counted: Tally) -> int:
    return counted.levelled + counted.not_attested


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _category(outcomes: Iterable[tuple[Outcome, Scale]], levels: Collection[Level]) -> Category:
    marks = list(outcomes)
    if any(isinstance(outcome, int) and not scale.passes(outcome) for outcome, scale in marks):
        return Category.FAILING
    if any(outcome is Sign.NOT_ATTESTED for outcome, _ in marks):
        return Category.NOT_ATTESTED
    if not levels:
        return Category.UNRATED
    worst = min(levels)
    return {Level.EXCELLENT: Category.EXCELLENT, Level.GOOD: Category.GOOD}.get(worst, Category.FAIR)
