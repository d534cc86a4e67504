"""The section «period» of a school's configuration: how a mark for a period is proposed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.calc.grading.policy.checks import outside_scale
from zhurnal.calc.grading.rules import ALL_GRADES, NotAttested, PeriodRules, TooFew
from zhurnal.calc.grading.scale import FIVE, FIVE_WITH_ONE, Scale
from zhurnal.calc.words import gettext_noop

if TYPE_CHECKING:
    from zhurnal.calc.grading.policy.node import Node
    from zhurnal.calc.grading.rules import Grades

PERIOD_TYPES = {"quarter": "quarter", "trimester": "trimester", "half_year": "half_year"}
QUARTERS = ((ALL_GRADES, "quarter"),)
MOST_MARKS = 30
KEYS = (
    "type_by_grade", "thresholds", "grey_zone", "min_marks", "too_few", "not_attested", "deviation_gt",
    "control_two_blocks_five", "last_control_decides",
)  # fmt: skip


def read_period(node: Node | None, scale: Scale) -> PeriodRules:
    """Read the section; a scale without an average needs no thresholds and keeps the default ones."""
    known = default_period(scale)
    if node is None:
        return known
    node.only(KEYS)
    thresholds = _thresholds(node.child("thresholds"), scale)
    return PeriodRules(
        types=_types(node.child("type_by_grade")),
        thresholds=thresholds or known.thresholds,
        lowest=thresholds[-1][0] - 1 if thresholds else known.lowest,
        grey_zone=node.number_at("grey_zone", known.grey_zone),
        min_marks=_min_marks(node.child("min_marks")) or known.min_marks,
        too_few=node.choose("too_few", TooFew, known.too_few),
        not_attested=_not_attested(node.child("not_attested")),
        control_two_blocks_five=node.flag_at("control_two_blocks_five", default=False),
        last_control_decides=node.flag_at("last_control_decides", default=False),
        deviation=node.number_at("deviation_gt", known.deviation),
    )


def default_period(scale: Scale) -> PeriodRules:
    """Mathematical rounding, x,5 upwards; nobody gets «1» for a period by arithmetic."""
    lowest = FIVE.low if scale.code == FIVE_WITH_ONE.code else scale.low
    thresholds = tuple((mark, mark - Fraction(1, 2)) for mark in range(scale.high, lowest, -1))
    return PeriodRules(types=QUARTERS, thresholds=thresholds, lowest=lowest)


def _types(node: Node | None) -> tuple[tuple[Grades, str], ...]:
    if node is None:
        return QUARTERS
    if isinstance(node.value, str):
        return ((ALL_GRADES, node.word(PERIOD_TYPES) or "quarter"),)
    found: list[tuple[Grades, str]] = []
    for key, child in node.entries():
        grades, kind = replace(child, value=key).grades(), child.word(PERIOD_TYPES)
        if any(grades & others for others, _ in found):
            child.complain(_GRADE_TWICE)
        if grades and kind:
            found.append((grades, kind))
    return tuple(sorted(found, key=lambda pair: min(pair[0])))


def _thresholds(node: Node | None, scale: Scale) -> tuple[tuple[int, Fraction], ...]:
    if node is None or node.value == "mathematical":
        return ()
    found = {}
    for key, child in node.entries():
        mark, border = scale.value(key), child.number()
        if mark is None:
            outside_scale(child, scale)
        elif border is not None:
            found[mark] = border
    return tuple(sorted(found.items(), reverse=True))


class _Row(NamedTuple):
    """«hours_le: 2, marks: 3» or «hours_gt: 2, marks: 5»."""

    node: Node
    up_to: Fraction | None
    above: Fraction | None
    marks: int


def _min_marks(node: Node | None) -> tuple[tuple[Fraction | None, int], ...]:
    if node is None:
        return ()
    if not isinstance(node.value, list):
        marks = node.whole(1, MOST_MARKS)
        return () if marks is None else ((None, marks),)
    rows = [_row(row) for row in node.items()]
    _check_rows(node, rows)
    return tuple((row.up_to, row.marks) for row in rows)


def _row(node: Node) -> _Row:
    node.only(("hours_le", "hours_gt", "marks"))
    up_to, above, marks = (node.child(key) for key in ("hours_le", "hours_gt", "marks"))
    if marks is None:
        node.complain(_NO_MARKS)
    if up_to and above:
        node.complain(_TWO_BORDERS)
    wanted = marks.whole(1, MOST_MARKS) if marks else None
    return _Row(node, up_to.number() if up_to else None, above.number() if above else None, wanted or 1)


def _check_rows(node: Node, rows: list[_Row]) -> None:
    """Every number of hours must fall into exactly one row: borders rise and the last row has no upper one."""
    if not rows or rows[-1].up_to is not None:
        node.complain(_NO_LAST_ROW)
    for before, row in pairwise(rows):
        if before.up_to is None or (row.up_to is not None and row.up_to <= before.up_to):
            row.node.complain(_ROWS_OVERLAP)
        elif row.above is not None and row.above != before.up_to:
            row.node.complain(_ROWS_OVERLAP if row.above < before.up_to else _ROWS_GAP)
    if rows and rows[0].above is not None:
        rows[0].node.complain(_ROWS_GAP)


def _not_attested(node: Node | None) -> NotAttested | None:
    if node is None or node.value is None:
        return None
    node.only(("missed_share_gt", "and_no_marks"))
    child = node.child("missed_share_gt")
    share = child.number() if child else None
    if child is None or (share is not None and not 0 <= share < 1):
        (child or node).complain(_SHARE)
    return NotAttested(share or Fraction(0), node.flag_at("and_no_marks", default=True))


_GRADE_TWICE = gettext_noop("Эти классы уже названы в другой строке.")
_NO_MARKS = gettext_noop("Не сказано, сколько нужно отметок: добавьте marks.")
_TWO_BORDERS = gettext_noop("В строке может быть только одна граница: hours_le или hours_gt.")
_NO_LAST_ROW = gettext_noop(
    "Не сказано, сколько отметок нужно при большем числе часов: добавьте строку с hours_gt."
)
_ROWS_OVERLAP = gettext_noop("Строки пересекаются: для одних и тех же часов названы два числа отметок.")
_ROWS_GAP = gettext_noop("Между строками промежуток: для этих часов число отметок не названо.")
_SHARE = gettext_noop("Нужна доля пропущенных уроков missed_share_gt от 0 до 1, например 0.5.")
