"""The fields of the form: their names, and which place of the rules each is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhurnal.journal.policy_form.choices import OWN, SHIFTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhurnal.calc.grading.policy import Policy
    from zhurnal.journal.models import WorkKind

Values = dict[str, str]

BORDERED_ROWS = 3
MOST_ROWS = 12
LONGEST_LINE, LONGEST_TEXT = 300, 20_000
LONG = ("thresholds", "text")
FLAGS = ("last_control", "blocks_five", "no_marks")
_BEFORE_HOURS = (
    "scale", "level_5", "level_4", "level_3", "rounding", "shift", "thresholds", "grey_zone", "last_control",
    "blocks_five", "deviation",
)  # fmt: skip
_HOURS = tuple(f"{what}_{row}" for row in range(BORDERED_ROWS) for what in ("hours", "marks"))
_BEFORE_WEIGHTS = (
    "marks_more", "too_few", "missed", "no_marks", "double", "resit", "beside", "point_days", "point_becomes",
)  # fmt: skip
_BEFORE_ROWS = (
    "year_tie", "exam", "exam_tie", "window_mark", "window_homework", "window_attendance", "rating",
    "rating_from", "rating_to", "rating_marks", "class_average",
)  # fmt: skip
_LAST = ("text", "valid_from", "note", "start", "rows", "number")
OF_ROW = ("grades", "subjects", "scale", "shift", "marks")

_PLACES = {
    "scale": "scale",
    "scale.levels": "level_5",
    "counting.double": "double",
    "counting.resit": "resit",
    "counting.dot_after_days": "point_days",
    "counting.dot_becomes": "point_becomes",
    "absence_with_mark": "beside",
    "period.grey_zone": "grey_zone",
    "period.min_marks": "marks_more",
    "period.too_few": "too_few",
    "period.not_attested": "missed",
    "period.deviation_gt": "deviation",
    "year": "year_tie",
    "year.exam": "exam",
    "year.exam.tie": "exam_tie",
    "edit_window_days.mark": "window_mark",
    "edit_window_days.homework": "window_homework",
    "edit_window_days.attendance": "window_attendance",
    "rating": "rating",
    "rating.grades": "rating_from",
    "rating.min_marks": "rating_marks",
    "rating.class_average": "class_average",
    "period": "rounding",
}
_OF_ROW = {
    "grades": "grades",
    "subjects": "subjects",
    "rules.scale": "scale",
    "rules.period.min_marks": "marks",
}


class Ground(NamedTuple):
    """What a form stands on: the school's kinds of work and names of subjects, the rules that it began with."""

    kinds: list[WorkKind]
    subjects: list[str]
    base: Policy


class Layout(NamedTuple):
    """What was read from where: the numbers of the rows that hold a rule, those with a border of hours."""

    rows: list[int]
    borders: list[int]


def weight_field(kind: WorkKind) -> str:
    """The field of a kind's weight."""
    return f"weight_{kind.pk}"


def row_field(row: int, what: str) -> str:
    """A field of a row of rules that differ."""
    return f"row_{row}_{what}"


def names_of(kinds: Iterable[WorkKind], rows: int) -> list[str]:
    """All fields of a form with so many rows, in the order of the page."""
    weights = [weight_field(kind) for kind in kinds]
    of_rows = [row_field(row, what) for row in range(rows) for what in OF_ROW]
    return [*_BEFORE_HOURS, *_HOURS, *_BEFORE_WEIGHTS, *weights, *_BEFORE_ROWS, *of_rows, *_LAST]


def field_of(path: str, values: Values, kinds: Iterable[WorkKind], layout: Layout) -> str:
    """The field that a place of the rules was typed in; that of the text for a rule that has none."""
    head, _, rest = path.partition(".")
    if head == "weights":
        named = {kind.name.casefold(): weight_field(kind) for kind in kinds}
        return named.get(rest.casefold(), "text")
    if head == "overrides":
        return _field_of_override(rest, layout)
    if path.startswith("period.thresholds"):
        return {SHIFTED: "shift", OWN: "thresholds"}.get(values.get("rounding", ""), "rounding")
    if path.startswith("period.min_marks."):
        row = int(rest.split(".")[1])
        return f"marks_{layout.borders[row]}" if row < len(layout.borders) else "marks_more"
    return _nearest(path, _PLACES) or "text"


def _field_of_override(rest: str, layout: Layout) -> str:
    index, _, below = rest.partition(".")
    if not index.isdecimal() or int(index) >= len(layout.rows):
        return "text"
    row, what = layout.rows[int(index)], _nearest(below, _OF_ROW)
    return row_field(row, what or ("shift" if below.startswith("rules.period") else "grades"))


def _nearest(path: str, known: Mapping[str, str]) -> str | None:
    while path and path not in known:
        path = path.rpartition(".")[0]
    return known.get(path)
