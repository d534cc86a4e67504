"""Marking policies found in practice (domain.md §4.3): ground for a school to start from."""

from __future__ import annotations

from typing import Any

_WEIGHTS = {"контрольная": "2", "зачёт": "2", "самостоятельная": "1.5", "ответ": "1", "дз": "0.5"}
_BY_HOURS = [{"hours_le": 2, "marks": 3}, {"hours_gt": 2, "marks": 5}]
_TYPES = {"1-9": "quarter", "10-11": "half_year"}

# Mathematical rounding: 4.5, 3.5, 2.5.
MATHEMATICAL: dict[str, Any] = {
    "scale": "five",
    "weights": _WEIGHTS,
    "period": {"type_by_grade": _TYPES, "thresholds": {"5": "4.5", "4": "3.5", "3": "2.5"}, "min_marks": 3},
}

# 4.6, 3.6, 2.6, with more marks for more hours, and a failed control work that keeps «5» away.
RAISED: dict[str, Any] = {
    "scale": "five",
    "counting": {"resit": "replace", "dot_after_days": 14, "dot_becomes": "2"},
    "weights": _WEIGHTS,
    "period": {
        "type_by_grade": _TYPES,
        "thresholds": {"5": "4.6", "4": "3.6", "3": "2.6"},
        "min_marks": _BY_HOURS,
        "not_attested": {"missed_share_gt": "0.5", "and_no_marks": True},
        "control_two_blocks_five": True,
    },
    "year": {"tie": "last_period", "exam": {"combine": "mean", "tie": "up"}},
}

# «5» from 4.65, «4» from 3.65, «3» from 2.65; what mathematics would round up, the teacher may.
NOVOSIBIRSK: dict[str, Any] = {
    "scale": "five",
    "counting": {"resit": "both"},
    "absence_with_mark": "allowed_if_dated",
    "weights": _WEIGHTS,
    "period": {
        "type_by_grade": _TYPES,
        "thresholds": {"5": "4.65", "4": "3.65", "3": "2.65"},
        "grey_zone": "0.15",
        "min_marks": _BY_HOURS,
        "not_attested": {"missed_share_gt": "2/3", "and_no_marks": True},
        "last_control_decides": True,
    },
    "year": {"tie": "last_period"},
}

# Ten points, levels of «Сетевой город»: отл. 10–9, хор. 8–7, уд. 6–5.
TEN_POINT: dict[str, Any] = {
    "scale": {"kind": "ten", "levels": {"5": 9, "4": 7, "3": 5}},
    "counting": {"resit": "mean"},
    "weights": {"контрольная": "3", "проект": "2", "ответ": "1"},
    "period": {
        "type_by_grade": {"1-11": "trimester"},
        "thresholds": "mathematical",
        "min_marks": 3,
        "control_two_blocks_five": True,
    },
    "year": {"tie": "up"},
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "mathematical": MATHEMATICAL, "raised": RAISED, "novosibirsk": NOVOSIBIRSK, "ten_point": TEN_POINT,
}  # fmt: skip
