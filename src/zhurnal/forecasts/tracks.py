"""What is forecast together: one kind of period, one scale, one set of thresholds."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.forecast.records import PeriodPolicy, WorkType
from zhurnal.calc.grading.scale import SCALES

if TYPE_CHECKING:
    from fractions import Fraction

    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.scale import Scale

LONGEST = 30
# The subjects of which the factory knows how they hang together, by the beginning of their names.
SUBJECTS = {
    "русск": "rus", "родной русск": "rus", "литер": "lit", "англ": "eng", "иностр": "eng", "немец": "eng",
    "франц": "eng", "алгебр": "alg", "матем": "alg", "геометр": "geom", "информ": "inf", "истор": "hist",
    "общество": "soc", "геогр": "geog", "биолог": "bio", "физическ": "pe", "физкульт": "pe", "физик": "phys",
    "хими": "chem", "технол": "tech", "труд": "tech",
}  # fmt: skip
KINDS = {
    "homework": WorkType.HOMEWORK, "дом": WorkType.HOMEWORK, "quiz": WorkType.QUIZ, "test": WorkType.QUIZ,
    "independent": WorkType.QUIZ, "самост": WorkType.QUIZ, "тест": WorkType.QUIZ, "project": WorkType.PROJECT,
    "проект": WorkType.PROJECT, "реферат": WorkType.PROJECT,
}  # fmt: skip


class Track(NamedTuple):
    """The kind of period, the code of the scale, and the thresholds upwards."""

    kind: str
    scale_code: str
    thresholds: tuple[Fraction, ...]

    @property
    def key(self) -> str:
        """As it is kept: «quarter five 5/2 7/2 9/2»; long thresholds in short."""
        told = " ".join(map(str, self.thresholds))
        short = told if len(told) <= LONGEST else blake2b(told.encode(), digest_size=12).hexdigest()
        return f"{self.kind} {self.scale_code} {short}"

    @property
    def scale(self) -> Scale:
        """The scale itself."""
        return SCALES[self.scale_code]

    def policy(self, min_marks: int, rules: Rules) -> PeriodPolicy:
        """The rule of the period, as a forecast wants it."""
        return PeriodPolicy(self.thresholds, min_marks=min_marks, year_tie=rules.year.tie)


def track_of(kind: str, rules: Rules) -> Track | None:
    """The track of a course under its rules; None where no average is made, or the scale is of no known kind."""
    scale = rules.scale
    thresholds = tuple(sorted(threshold for _mark, threshold in rules.period.thresholds))
    if not scale.averaged or scale.code not in SCALES or len(thresholds) != scale.high - scale.low:
        return None
    return Track(kind, scale.code, thresholds)


def subject_code(name: str) -> str:
    """What the factory calls a subject; "" for one that it does not know."""
    folded = name.casefold()
    return next((code for begins, code in SUBJECTS.items() if folded.startswith(begins)), "")


@lru_cache(maxsize=1024)
def work_type(code: str, name: str, *, is_control: bool) -> WorkType:
    """What a kind of work is to a forecast."""
    if is_control:
        return WorkType.CONTROL
    told = (code.casefold(), name.casefold())
    return next((kind for part, kind in KINDS.items() if any(part in one for one in told)), WorkType.ANSWER)
