"""What stands in the fields when the form is opened on some rules."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhurnal.calc.grading.policy.period import default_period
from zhurnal.calc.grading.policy.writer import fraction_text, grades_text, number_text
from zhurnal.calc.grading.rules import ALL_GRADES
from zhurnal.calc.grading.scale import SCALES
from zhurnal.journal.policy_form.choices import APART, HALF, OWN, SHIFTED
from zhurnal.journal.policy_form.fields import (
    BORDERED_ROWS,
    MOST_ROWS,
    Ground,
    Values,
    row_field,
    weight_field,
)
from zhurnal.school.models.year import LAST_GRADE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.calc.grading.policy import Override, Policy
    from zhurnal.calc.grading.rules import PeriodRules, Rules
    from zhurnal.calc.grading.scale import Scale

ON = "on"
# A blank row waits below those that are filled.
FEWEST_ROWS = 2


def values_of(ground: Ground) -> Values:
    """Fill the form with the rules that it begins with."""
    rules = ground.base.rules
    values = _scale(rules.scale) | _period(rules) | _minimum(rules.period) | _counting(rules)
    values |= _year(rules) | _windows(rules)
    for kind in ground.kinds:
        names = (kind.name.casefold(), kind.code, kind.short_name.casefold())
        weight = next((found for name in names if (found := rules.weight(name)) is not None), None)
        values[weight_field(kind)] = "" if weight is None else shown(number_text(weight, 100))
    return values | _overrides(ground.base, {name.casefold(): name for name in ground.subjects})


def shown(number: str) -> str:
    """«4.65» → «4,65»."""
    return number.replace(".", ",")


def _scale(scale: Scale) -> Values:
    levels = scale.levels if scale.levels != SCALES[scale.code].levels else None
    texts = map(str, levels[:3]) if levels else ("", "", "")
    return {"scale": scale.code} | dict(zip(("level_5", "level_4", "level_3"), texts, strict=True))


def _period(rules: Rules) -> Values:
    period, scale = rules.period, rules.scale
    shift = shift_of(period.thresholds)
    if not scale.averaged or period.thresholds == default_period(scale).thresholds:
        rounding = HALF
    else:
        rounding = OWN if shift is None else SHIFTED
    return {
        "rounding": rounding,
        "shift": shown(fraction_text(shift)) if shift is not None and rounding == SHIFTED else "",
        "thresholds": _lines(period, scale) if rounding == OWN else "",
        "grey_zone": shown(fraction_text(period.grey_zone)),
        "deviation": shown(fraction_text(period.deviation)),
        "last_control": ON if period.last_control_decides else "",
        "blocks_five": ON if period.control_two_blocks_five else "",
    }


def _lines(period: PeriodRules, scale: Scale) -> str:
    """«5 — 4,75», a line for each threshold."""
    return "\n".join(
        f"{scale.text(mark)} — {shown(fraction_text(border))}" for mark, border in period.thresholds
    )


def shift_of(thresholds: Iterable[tuple[int, Fraction]]) -> Fraction | None:
    """How far above the mark below all thresholds lie: 3/5 for 4.6, 3.6, 2.6; None where they differ."""
    shifts = {border - (mark - 1) for mark, border in thresholds}
    return shifts.pop() if len(shifts) == 1 else None


def _minimum(period: PeriodRules) -> Values:
    values = {f"{what}_{row}": "" for row in range(BORDERED_ROWS) for what in ("hours", "marks")}
    for row, (up_to, marks) in enumerate(period.min_marks[:BORDERED_ROWS]):
        if up_to is not None:
            values |= {f"hours_{row}": shown(fraction_text(up_to)), f"marks_{row}": str(marks)}
    rule = period.not_attested
    return values | {
        "marks_more": str(period.min_marks[-1][1]),
        "too_few": period.too_few.value,
        "missed": shown(fraction_text(rule.missed_share)) if rule else "",
        "no_marks": ON if rule is None or rule.and_no_marks else "",
    }


def _counting(rules: Rules) -> Values:
    counting, days = rules.counting, rules.counting.point_days
    becomes = counting.point_becomes
    return {
        "double": counting.double.value,
        "resit": counting.resit.value,
        "beside": counting.absence_with_mark.value,
        "point_days": "" if days is None else str(days),
        "point_becomes": "" if becomes is None else rules.scale.text(becomes),
    }


def _year(rules: Rules) -> Values:
    exam = rules.year.exam
    return {
        "year_tie": rules.year.tie.value,
        "exam": exam.combine.value if exam else APART,
        "exam_tie": exam.tie.value if exam else "up",
    }


def _windows(rules: Rules) -> Values:
    windows, rating = rules.windows, rules.rating
    days = {"mark": windows.mark, "homework": windows.homework, "attendance": windows.attendance}
    return {f"window_{what}": "" if count is None else str(count) for what, count in days.items()} | {
        "rating": rating.show.value,
        "rating_from": str(min(rating.grades)),
        "rating_to": str(min(max(rating.grades), LAST_GRADE)),
        "rating_marks": str(rating.min_marks),
        "class_average": rating.class_average.value,
    }


def _overrides(policy: Policy, subjects: Mapping[str, str]) -> Values:
    """Rows as far as they can say it, the rest as text: later rules win, so their order must stay."""
    values: Values = {}
    row = 0
    for override in policy.overrides:
        found = _row(override, policy.rules.scale, subjects) if row < MOST_ROWS - 1 else None
        if found is None:
            break
        values |= {row_field(row, what): text for what, text in found.items()}
        row += 1
    rest = [_plain(override, subjects) for override in policy.overrides[row:]]
    return values | {
        "rows": str(max(row + 1, FEWEST_ROWS)),
        "text": json.dumps(rest, ensure_ascii=False, indent=2) if rest else "",
    }


def _row(override: Override, scale: Scale, subjects: Mapping[str, str]) -> Values | None:
    """The override as a row; None where it says more than a row can."""
    rules: dict[str, Any] = dict(override.rules)
    own, period = rules.pop("scale", ""), rules.pop("period", {})
    if rules or not isinstance(own, str) or not isinstance(period, dict):
        return None
    marks, thresholds = period.get("min_marks", ""), period.get("thresholds")
    if period.keys() - {"min_marks", "thresholds"} or isinstance(marks, list):
        return None
    shift = _shift(thresholds, SCALES.get(own, scale))
    if shift is None:
        return None
    return {
        "grades": "" if override.grades == ALL_GRADES else grades_text(override.grades),
        "subjects": ", ".join(subjects.get(name, name) for name in sorted(override.subjects)),
        "scale": own,
        "shift": shift,
        "marks": str(marks),
    }


def _shift(thresholds: object, scale: Scale) -> str | None:
    """«0,6» of thresholds written so, an empty text without any, None where a row cannot say them."""
    if thresholds is None:
        return ""
    if thresholds == "mathematical":
        return "0,5"
    known = thresholds if isinstance(thresholds, dict) else {}
    borders = [
        (scale.value(str(mark)) or 0, Fraction(str(border).replace(",", ".")))
        for mark, border in known.items()
    ]
    shift = shift_of(borders)
    return None if shift is None else shown(fraction_text(shift))


def _plain(override: Override, subjects: Mapping[str, str]) -> dict[str, Any]:
    named = {} if override.grades == ALL_GRADES else {"grades": grades_text(override.grades)}
    of = [subjects.get(name, name) for name in sorted(override.subjects)]
    return named | ({"subjects": of} if of else {}) | {"rules": override.rules}
