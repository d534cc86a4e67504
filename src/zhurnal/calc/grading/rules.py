"""What a school may decide about marks: the shape of domain.md §4.7, without reading or checking it.

`zhurnal.calc.grading.policy` builds these from a school's configuration and refuses contradictions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from zhurnal.calc.grading.entry import Signs
from zhurnal.calc.grading.scale import FIVE, Scale

Grades = frozenset[int]
ALL_GRADES: Grades = frozenset(range(1, 13))


class Double(StrEnum):
    """«5/4»: two independent marks of full weight (domain.md §4.1), or not allowed at all."""

    TWO_MARKS = "two_marks"
    FORBIDDEN = "forbidden"


class Resit(StrEnum):
    """What counts of «2→4»: the re-sit alone, both, or both at half weight as one mark."""

    REPLACE = "replace"
    BOTH = "both"
    MEAN = "mean"


class AbsenceWithMark(StrEnum):
    """Whether a mark may stand beside a lesson missed: never, or with the day the work was handed in."""

    FORBIDDEN = "forbidden"
    ALLOWED_IF_DATED = "allowed_if_dated"


class TooFew(StrEnum):
    """What is proposed with too few marks: nothing, or «н/а»."""

    NOTHING = "none"
    NOT_ATTESTED = "not_attested"


class YearTie(StrEnum):
    """Where x,5 of the year goes: up, towards the last period's mark, towards the exam's."""

    UP = "up"
    LAST_PERIOD = "last_period"
    EXAM = "exam"


class ExamTie(StrEnum):
    """Where x,5 of the final mark goes: up, towards the exam's mark, towards the year's."""

    UP = "up"
    EXAM = "exam"
    YEAR = "year"


class Combine(StrEnum):
    """How the exam joins: (год + экзамен)/2, or as one more period: (I + II + экзамен)/3."""

    MEAN = "mean"
    WITH_PERIODS = "with_periods"


class Show(StrEnum):
    """What a family sees of the pupil's place in the class."""

    OWN_PLACE = "own_place"
    QUARTILE = "quartile"
    OFF = "off"


class ClassAverage(StrEnum):
    """Whether a family sees what the class has come to, beside a mark for a period."""

    HIDDEN = "hidden"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts. A point falls due `point_days` after the lesson and then becomes the mark, or vanishes.

    `absences` are codes of attendance that count as a mark (ux.md UX-G06); every other does not count.
    """

    double: Double = Double.TWO_MARKS
    resit: Resit = Resit.REPLACE
    point_days: int | None = 14
    point_becomes: int | None = None
    absence_with_mark: AbsenceWithMark = AbsenceWithMark.FORBIDDEN
    absences: tuple[tuple[str, int], ...] = ()

    @property
    def signs(self) -> Signs:
        """What may be typed in a cell, for `entry.parse`."""
        double = Signs.DOUBLE if self.double is Double.TWO_MARKS else Signs.NOTHING
        dated = self.absence_with_mark is AbsenceWithMark.ALLOWED_IF_DATED
        return double | Signs.RESIT | Signs.POINT | (Signs.LATE_WORK if dated else Signs.NOTHING)


@dataclass(frozen=True, slots=True)
class NotAttested:
    """«н/а» where more than `missed_share` of the lessons were missed and, where so asked, no mark was given."""

    missed_share: Fraction
    and_no_marks: bool = True


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """How a mark for a period is proposed.

    `thresholds`: the best mark first, each with the average from which it is proposed; below all of them stands
    `lowest`. Averages short of a threshold by no more than `grey_zone` leave the choice to the teacher.
    `min_marks`: (up to how many hours a week, how many marks), the last without a border.
    `deviation`: by how much a mark may differ from the average before a reason is asked.
    """

    types: tuple[tuple[Grades, str], ...]
    thresholds: tuple[tuple[int, Fraction], ...]
    lowest: int
    grey_zone: Fraction = Fraction(0)
    min_marks: tuple[tuple[Fraction | None, int], ...] = ((None, 3),)
    too_few: TooFew = TooFew.NOTHING
    not_attested: NotAttested | None = None
    control_two_blocks_five: bool = False
    last_control_decides: bool = False
    deviation: Fraction = Fraction(3, 5)


@dataclass(frozen=True, slots=True)
class ExamRules:
    """How the mark of an exam or of the промежуточная аттестация joins the year's."""

    combine: Combine = Combine.MEAN
    tie: ExamTie = ExamTie.UP


@dataclass(frozen=True, slots=True)
class YearRules:
    """The year is the mean of its periods; `tie` decides at x,5. Without `exam` an exam stands apart."""

    tie: YearTie = YearTie.UP
    exam: ExamRules | None = None


@dataclass(frozen=True, slots=True)
class Windows:
    """For how many days after the lesson a teacher may still write; None: as long as the period is open."""

    mark: int | None = None
    homework: int | None = None
    attendance: int | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """Who sees a place in the class, and from how many marks there is one; whether the class's average is told."""

    show: Show = Show.OWN_PLACE
    grades: Grades = frozenset(range(5, 12))
    min_marks: int = 2
    class_average: ClassAverage = ClassAverage.HIDDEN

    def shown_to(self, grade: int) -> Show:
        """What the families of a grade see."""
        return self.show if grade in self.grades else Show.OFF


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a school decided for one course. `weights` of kinds of work in hundredths, by their name."""

    period: PeriodRules
    scale: Scale = FIVE
    counting: Counting = field(default_factory=Counting)
    weights: tuple[tuple[str, int], ...] = ()
    year: YearRules = field(default_factory=YearRules)
    windows: Windows = field(default_factory=Windows)
    rating: Rating = field(default_factory=Rating)

    def weight(self, kind: str) -> int | None:
        """Return the weight of a kind of work in hundredths; None where the policy does not name it."""
        return next((weight for name, weight in self.weights if name == kind), None)

    def period_type(self, grade: int) -> str | None:
        """Return "quarter", "trimester" or "half_year" for a grade; None where the policy does not say."""
        return next((kind for grades, kind in self.period.types if grade in grades), None)
