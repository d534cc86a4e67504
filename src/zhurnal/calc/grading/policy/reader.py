"""The sections of a school's configuration, each read from its place; what is not written keeps its default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.grading.absence import ABSENCE_CODES
from zhurnal.calc.grading.policy import checks
from zhurnal.calc.grading.policy.period import read_period
from zhurnal.calc.grading.rules import (
    AbsenceWithMark,
    ClassAverage,
    Combine,
    Counting,
    Double,
    ExamRules,
    ExamTie,
    Rating,
    Resit,
    Rules,
    Show,
    Windows,
    YearRules,
    YearTie,
)
from zhurnal.calc.grading.scale import BEHAVIOUR, FIVE, FIVE_WITH_ONE, SCALES, Scale
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from zhurnal.calc.grading.policy.node import Node

SECTIONS = (
    "scale", "counting", "absence_with_mark", "weights", "period", "year", "edit_window_days", "rating",
)  # fmt: skip
KINDS_OF_SCALE = {code: scale for code, scale in SCALES.items() if scale not in BEHAVIOUR}
MOST_MARKS, MOST_DAYS, LARGEST_WEIGHT = 30, 366, 10_000


def read_rules(root: Node) -> Rules:
    """Read a whole configuration without overrides. Problems are in the node."""
    scale = _scale(root.child("scale"))
    rules = Rules(
        period=read_period(root.child("period"), scale),
        scale=scale,
        counting=_counting(root, scale),
        weights=_weights(root.child("weights")),
        year=_year(root.child("year")),
        windows=_windows(root.child("edit_window_days")),
        rating=_rating(root.child("rating")),
    )
    checks.check(root, rules)
    return rules


def _scale(node: Node | None) -> Scale:
    if node is None:
        return FIVE
    if not isinstance(node.value, dict):
        return node.word(KINDS_OF_SCALE) or FIVE
    node.only(("kind", "allow_one", "levels"))
    kind = node.child("kind")
    scale = (kind.word(KINDS_OF_SCALE) if kind else None) or FIVE
    one = node.child("allow_one")
    if one is not None and one.flag():
        if scale not in (FIVE, FIVE_WITH_ONE):
            one.complain(_ONE_IS_OF_FIVE)
        scale = FIVE_WITH_ONE
    return _with_levels(node.child("levels"), scale)


def _with_levels(node: Node | None, scale: Scale) -> Scale:
    if node is None:
        return scale
    node.only(("5", "4", "3"))
    borders = [child.whole(0, 100) if (child := node.child(key)) else None for key in ("5", "4", "3")]
    excellent, good, fair = (-1 if border is None else border for border in borders)
    try:
        return scale.with_levels(excellent, good, fair)
    except ValueError:
        node.complain(_LEVELS, low=scale.low, high=scale.high)
        return scale


def _counting(root: Node, scale: Scale) -> Counting:
    known = Counting()
    beside = root.choose("absence_with_mark", AbsenceWithMark, known.absence_with_mark)
    node = root.child("counting")
    if node is None:
        return Counting(absence_with_mark=beside)
    node.only(("double", "pass_fail", "resit", "dot_after_days", "dot_becomes", "absences"))
    node.fixed("pass_fail", "exclude")
    days = node.child("dot_after_days")
    return Counting(
        double=node.choose("double", Double, known.double),
        resit=node.choose("resit", Resit, known.resit),
        point_days=_days(days) if days else known.point_days,
        point_becomes=_value_or_none(node.child("dot_becomes"), scale),
        absence_with_mark=beside,
        absences=_absences(node.child("absences"), scale),
    )


def _value_or_none(node: Node | None, scale: Scale) -> int | None:
    """A mark of the scale, or «none»."""
    if node is None or node.value in (None, "none"):
        return None
    value = scale.value(str(node.value))
    if value is None:
        checks.outside_scale(node, scale)
    return value


def _absences(node: Node | None, scale: Scale) -> tuple[tuple[str, int], ...]:
    if node is None:
        return ()
    node.only(tuple(ABSENCE_CODES))
    read = [(code, _value_or_none(child, scale)) for code, child in node.entries() if code in ABSENCE_CODES]
    return tuple(sorted((code, value) for code, value in read if value is not None))


def _weights(node: Node | None) -> tuple[tuple[str, int], ...]:
    """Weights by the name of the kind of work, which is read without regard to case."""
    found: dict[str, int] = {}
    for key, child in node.entries() if node else ():
        name = key.strip().casefold()
        if name in found:
            child.complain(_KIND_TWICE)
        found[name] = _weight(child)
    return tuple(sorted(found.items()))


def _weight(node: Node) -> int:
    hundredths = (node.number() or 0) * 100
    if hundredths < 0:
        node.complain(_NEGATIVE)
    elif hundredths.denominator != 1 or hundredths > LARGEST_WEIGHT:
        node.complain(_WEIGHT)
    else:
        return int(hundredths)
    return 0


def _year(node: Node | None) -> YearRules:
    known = YearRules()
    if node is None:
        return known
    node.only(("from", "method", "tie", "exam"))
    node.fixed("from", "periods")
    node.fixed("method", "mean")
    return YearRules(node.choose("tie", YearTie, known.tie), _exam(node.child("exam")))


def _exam(node: Node | None) -> ExamRules | None:
    if node is None or node.value is None:
        return None
    node.only(("combine", "tie"))
    known = ExamRules()
    return ExamRules(
        node.choose("combine", Combine, known.combine), node.choose("tie", ExamTie, known.tie)
    )  # fmt: skip


def _windows(node: Node | None) -> Windows:
    if node is None:
        return Windows()
    kinds = ("mark", "homework", "attendance")
    node.only(kinds)
    return Windows(*(_days(child) if (child := node.child(kind)) else None for kind in kinds))


def _days(node: Node) -> int | None:
    return None if node.value is None else node.whole(0, MOST_DAYS)


def _rating(node: Node | None) -> Rating:
    known = Rating()
    if node is None:
        return known
    node.only(("show", "grades", "min_marks", "ties", "class_average"))
    node.fixed("ties", "competition")
    grades, marks = node.child("grades"), node.child("min_marks")
    return Rating(
        node.choose("show", Show, known.show),
        grades.grades() if grades else known.grades,
        (marks.whole(1, MOST_MARKS) if marks else None) or known.min_marks,
        node.choose("class_average", ClassAverage, known.class_average),
    )


_ONE_IS_OF_FIVE = gettext_noop("Отметка «1» разрешается только в пятибалльной шкале.")
_LEVELS = gettext_noop(
    "Нужны три границы внутри шкалы {low}…{high}, по убыванию: 5 — отл., 4 — хор., 3 — уд."
)
_KIND_TWICE = gettext_noop("Этот вид работы уже назван выше.")
_NEGATIVE = gettext_noop("Вес не может быть отрицательным. Ноль значит: не учитывать.")
_WEIGHT = gettext_noop("Вес — число до 100 не более чем с двумя знаками после запятой.")
