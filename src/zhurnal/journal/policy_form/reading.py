"""What the fields say: the policy that they mean, or what is wrong and in which field."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhurnal.calc.grading.policy import PolicyError, policy_data, read_policy
from zhurnal.calc.grading.policy.node import Node
from zhurnal.calc.grading.policy.period import default_period
from zhurnal.calc.grading.policy.text import Written, read_text
from zhurnal.calc.grading.policy.writer import fraction_text
from zhurnal.calc.grading.scale import FIVE, SCALES, Scale
from zhurnal.journal.policy_form.choices import APART, OWN, SHIFTED
from zhurnal.journal.policy_form.fields import (
    BORDERED_ROWS,
    OF_ROW,
    Layout,
    Values,
    field_of,
    row_field,
    weight_field,
)

if TYPE_CHECKING:
    from zhurnal.calc.grading.policy import Policy, Problem
    from zhurnal.journal.policy_form.fields import Ground

Data = dict[str, Any]
_BORDER = re.compile(r"\s*(\S+?)\s*(?:[—–:=-]\s*|\s)(\S+)\s*")


@dataclass
class Draft:
    """The form as read: `policy` and its `data`, or `errors` (field, sentence); a field may have several."""

    data: Data = field(default_factory=dict)
    policy: Policy | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)


def read_form(values: Values, ground: Ground) -> Draft:
    """Read the fields. What no field is for stays as in the rules that the form began with."""
    return _Reading(values, ground).draft()


def sentence_of(problem: Problem) -> str:
    """What is wrong, in the reader's language."""
    return _(problem.text).format(**dict(problem.facts))


class _Reading:
    def __init__(self, values: Values, ground: Ground) -> None:
        self.values, self.ground = values, ground
        self.subjects = {name.casefold(): name for name in ground.subjects}
        self.base: Data = dict(policy_data(ground.base))
        self.errors: list[tuple[str, str]] = []
        self.layout = Layout([], [])
        self.written = Written([], {})

    def draft(self) -> Draft:
        data = self._general() | {"overrides": [*self._rows(), *self._text()]}
        policy = None
        try:
            policy = read_policy(data)
        except PolicyError as why:
            told = {name for name, _sentence in self.errors}
            found = [self._error(problem) for problem in why.problems]
            # What could not be read at all is not complained about twice.
            self.errors += [error for error in dict.fromkeys(found) if error[0] not in told]
        return Draft(data, policy if not self.errors else None, self.errors)

    def _error(self, problem: Problem) -> tuple[str, str]:
        name, said = field_of(problem.path, self.values, self.ground.kinds, self.layout), sentence_of(problem)
        if name != "text":
            return name, said
        index, _dot, below = problem.path.removeprefix("overrides.").partition(".")
        if not index.isdecimal():
            return name, f"{problem.path}: {said}"
        path = ".".join(filter(None, (str(int(index) - len(self.layout.rows)), below)))
        line = _("Строка %(line)s") % {"line": self.written.line(path)}
        return name, f"{line}, {below or problem.path}: {said}"

    def _get(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def _or_none(self, name: str) -> str | None:
        return self._get(name) or None

    def _general(self) -> Data:
        exam = (
            None
            if self._get("exam") == APART
            else {"combine": self._get("exam"), "tie": self._get("exam_tie")}
        )
        return {
            "scale": self._scale(),
            "counting": {
                "double": self._get("double"),
                "resit": self._get("resit"),
                "dot_after_days": self._or_none("point_days"),
                "dot_becomes": self._get("point_becomes") or "none",
                "absences": self._absences(),
            },
            "absence_with_mark": self._get("beside"),
            "weights": {kind.name: text for kind in self.ground.kinds if (text := self._get(weight_field(kind)))},
            "period": self._period(),
            "year": {"tie": self._get("year_tie"), "exam": exam},
            "edit_window_days": {
                what: self._or_none(f"window_{what}") for what in ("mark", "homework", "attendance")
            },
            "rating": {
                "show": self._get("rating"),
                "grades": f"{self._get('rating_from')}-{self._get('rating_to')}",
                "min_marks": self._get("rating_marks"),
                "class_average": self._get("class_average"),
            },
        }  # fmt: skip

    def _absences(self) -> Data:
        """As they were; marks of another scale mean something else."""
        same = SCALES.get(self._get("scale")) == SCALES[self.ground.base.rules.scale.code]
        return dict(self.base["counting"]["absences"]) if same else {}

    def _scale(self) -> Any:
        levels = {mark: typed for mark in ("5", "4", "3") if (typed := self._get(f"level_{mark}"))}
        kind = self._get("scale")
        return {"kind": kind, "levels": levels} if levels else kind

    def _period(self) -> Data:
        missed = self._get("missed")
        period: Data = {
            "type_by_grade": self.base["period"]["type_by_grade"],
            "min_marks": self._minimum(),
            "too_few": self._get("too_few"),
            "not_attested": {"missed_share_gt": missed, "and_no_marks": bool(self._get("no_marks"))}
            if missed
            else None,
            "control_two_blocks_five": bool(self._get("blocks_five")),
            "last_control_decides": bool(self._get("last_control")),
        }
        for name, key in (("grey_zone", "grey_zone"), ("deviation", "deviation_gt")):
            if self._get(name):
                period[key] = self._get(name)
        scale = SCALES.get(self._get("scale"), FIVE)
        rounding = self._get("rounding")
        if rounding == SHIFTED and scale.averaged:
            period["thresholds"] = self._shifted("shift", scale)
        elif rounding == OWN and scale.averaged:
            period["thresholds"] = self._own()
        return period

    def _shifted(self, name: str, scale: Scale) -> Any:
        """Thresholds of all marks at one distance above the mark below."""
        typed = Node(self._get(name))
        shift = typed.number()
        if shift is None or not 0 < shift < 1:
            self.errors.append((name, _("Нужна доля больше 0 и меньше 1, например 0,6.")))
            return "mathematical"
        if not scale.averaged:
            return {}  # the reader says why
        marks = [mark for mark, _border in default_period(scale).thresholds]
        return {scale.text(mark): fraction_text(Fraction(mark - 1) + shift) for mark in marks}

    def _own(self) -> Data:
        found: Data = {}
        for number, line in enumerate(self.values.get("thresholds", "").splitlines(), 1):
            if not line.strip():
                continue
            match = _BORDER.fullmatch(line)
            if match is None or match[1] in found:
                self.errors.append(
                    ("thresholds", _("Строка %(line)s: нужны отметка и порог, каждая отметка один раз: «5 — 4,6».")
                     % {"line": number})
                )  # fmt: skip
                continue
            found[match[1]] = match[2]
        return found

    def _minimum(self) -> Any:
        rows: list[Data] = []
        for row in range(BORDERED_ROWS):
            hours, marks = self._get(f"hours_{row}"), self._get(f"marks_{row}")
            if hours or marks:
                rows.append({"hours_le": hours, "marks": marks})
                self.layout.borders.append(row)
        more = self._get("marks_more")
        return [*rows, {"hours_gt": rows[-1]["hours_le"], "marks": more}] if rows else more

    def _rows(self) -> list[Data]:
        found = []
        for row in range(_count(self.values)):
            typed = {what: self._get(row_field(row, what)) for what in OF_ROW}
            if any(typed.values()):
                self.layout.rows.append(row)
                found.append(self._row(row, typed))
        return found

    def _row(self, row: int, typed: Values) -> Data:
        rules: Data = {"scale": typed["scale"]} if typed["scale"] else {}
        period: Data = {}
        scale = SCALES.get(typed["scale"] or self._get("scale"), FIVE)
        if typed["shift"]:
            period["thresholds"] = self._shifted(row_field(row, "shift"), scale)
        if typed["marks"]:
            period["min_marks"] = typed["marks"]
        if period:
            rules["period"] = period
        if not rules:
            self.errors.append(
                (row_field(row, "scale"), _("Выберите шкалу или напишите порог либо число отметок."))
            )
        written: Data = {"subjects": self._subjects(row, typed["subjects"]), "rules": rules}
        return written | ({"grades": typed["grades"]} if typed["grades"] else {})

    def _subjects(self, row: int, typed: str) -> list[str]:
        names = [name.strip() for name in re.split(r"[,;]", typed) if name.strip()]
        for name in names:
            if name.casefold() not in self.subjects:
                self.errors.append((row_field(row, "subjects"), self._unknown(name)))
        return names

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name.casefold(), self.subjects, n=1)
        if near:
            return _("Предмета «%(name)s» в школе нет. Возможно, имелся в виду «%(near)s».") % {
                "name": name, "near": self.subjects[near[0]],
            }  # fmt: skip
        return _("Предмета «%(name)s» в школе нет. Напишите название как в журнале.") % {"name": name}

    def _text(self) -> list[Any]:
        try:
            self.written = read_text(self.values.get("text", ""))
        except PolicyError as why:
            self.errors += [("text", sentence_of(problem)) for problem in why.problems]
            return []
        if not isinstance(self.written.data, list):
            self.errors.append(("text", _("Строка 1: нужен список правил в квадратных скобках.")))
            return []
        return self.written.data


def _count(values: Values) -> int:
    return int(values["rows"]) if values.get("rows", "").isdecimal() else 0
