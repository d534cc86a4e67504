"""Rules written back as plain data, the shortest that reads as the same rules on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.calc.grading.scale import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from zhurnal.calc.grading.policy.node import Data
    from zhurnal.calc.grading.rules import Counting, ExamRules, Grades, NotAttested, PeriodRules, Rules
    from zhurnal.calc.grading.scale import Scale


def rules_data(rules: Rules) -> dict[str, Data]:
    """Write every rule, defaults too: a version that is kept must not change with the product's defaults."""
    return {
        "scale": _scale(rules.scale),
        "counting": _counting(rules.counting, rules.scale),
        "absence_with_mark": rules.counting.absence_with_mark.value,
        "weights": {name: number_text(weight, 100) for name, weight in rules.weights},
        "period": _period(rules.period, rules.scale),
        "year": {
            "from": "periods",
            "method": "mean",
            "tie": rules.year.tie.value,
            "exam": _exam(rules.year.exam),
        },
        "edit_window_days": {
            "mark": rules.windows.mark,
            "homework": rules.windows.homework,
            "attendance": rules.windows.attendance,
        },
        "rating": {
            "show": rules.rating.show.value,
            "grades": grades_text(rules.rating.grades),
            "min_marks": rules.rating.min_marks,
            "ties": "competition",
            "class_average": rules.rating.class_average.value,
        },
    }


def fraction_text(value: Fraction) -> str:
    """Write an exact number: «4.65», «3», «2/3»."""
    return number_text(value.numerator, value.denominator)


def number_text(above: int, below: int) -> str:
    """Write above/below as a decimal where it ends within six digits, otherwise as a fraction."""
    scaled, rest = divmod(abs(above) * 10**6, below)
    if rest:
        return f"{above}/{below}"
    whole, decimals = divmod(scaled, 10**6)
    text = f"{whole}.{decimals:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if above < 0 else text


def grades_text(grades: Grades) -> str:
    """Write neighbouring grades as «5-9»."""
    return f"{min(grades)}-{max(grades)}" if len(grades) > 1 else str(min(grades))


def _scale(scale: Scale) -> Data:
    known = SCALES[scale.code]
    if scale == known or scale.levels is None:
        return scale.code
    return {"kind": scale.code, "levels": dict(zip("543", map(int, scale.levels[:3]), strict=True))}


def _counting(counting: Counting, scale: Scale) -> Data:
    becomes = counting.point_becomes
    return {
        "double": counting.double.value,
        "pass_fail": "exclude",
        "resit": counting.resit.value,
        "dot_after_days": counting.point_days,
        "dot_becomes": "none" if becomes is None else scale.text(becomes),
        "absences": {code: scale.text(value) for code, value in counting.absences},
    }


def _period(period: PeriodRules, scale: Scale) -> Data:
    written: dict[str, Data] = {
        "type_by_grade": {grades_text(grades): kind for grades, kind in period.types},
        "grey_zone": fraction_text(period.grey_zone),
        "min_marks": list(_min_marks(period.min_marks)),
        "too_few": period.too_few.value,
        "not_attested": _not_attested(period.not_attested),
        "control_two_blocks_five": period.control_two_blocks_five,
        "last_control_decides": period.last_control_decides,
        "deviation_gt": fraction_text(period.deviation),
    }
    if scale.averaged:
        written["thresholds"] = {
            scale.text(mark): fraction_text(border) for mark, border in period.thresholds
        }
    return written


def _min_marks(rows: Iterable[tuple[Fraction | None, int]]) -> Iterable[Data]:
    before: Fraction | None = None
    for up_to, marks in rows:
        if up_to is not None:
            yield {"hours_le": fraction_text(up_to), "marks": marks}
        else:
            yield {"marks": marks} if before is None else {"hours_gt": fraction_text(before), "marks": marks}
        before = up_to


def _not_attested(rule: NotAttested | None) -> Data:
    if rule is None:
        return None
    return {"missed_share_gt": fraction_text(rule.missed_share), "and_no_marks": rule.and_no_marks}


def _exam(rule: ExamRules | None) -> Data:
    return None if rule is None else {"combine": rule.combine.value, "tie": rule.tie.value}
