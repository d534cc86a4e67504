"""What the page of the form is made of: where it began, what was typed, from which days rules may hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhurnal.calc.grading.policy import EXAMPLES, Policy, read_policy
from zhurnal.calc.grading.sentence import weight_text
from zhurnal.journal.models import PolicyVersion
from zhurnal.journal.policy_form.choices import choices
from zhurnal.journal.policy_form.fields import (
    BORDERED_ROWS,
    FLAGS,
    LONG,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ROWS,
    Ground,
    Values,
    names_of,
    weight_field,
)
from zhurnal.journal.policy_form.filling import FEWEST_ROWS, ON, values_of
from zhurnal.journal.policy_form.labels import labels
from zhurnal.journal.queries.governed import beginnings, kinds_of
from zhurnal.journal.queries.rules import policy_of
from zhurnal.school.models import Subject
from zhurnal.ui.words import day_year

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from zhurnal.journal.views.policy.scope import Scope
    from zhurnal.school.models import School
    from zhurnal.school.requests import SchoolRequest

UNPROCESSABLE = 422
EXAMPLE_NAMES = ("mathematical", "raised", "novosibirsk", "ten_point")
Errors = Sequence[tuple[str, str]]  # field, sentence


class Opened(NamedTuple):
    """The form of a school, begun with some rules."""

    scope: Scope
    ground: Ground
    start: str
    newest: PolicyVersion | None
    days: list[tuple[dt.date, str]]

    @property
    def values(self) -> Values:
        """What stands in the fields before anybody types."""
        days = [day.isoformat() for day, _label in self.days]
        number = self.newest.number if self.newest else 0
        first = {
            "start": self.start,
            "number": str(number),
            "valid_from": days[0] if days else "",
            "note": "",
        }
        return values_of(self.ground) | first

    def show(
        self, request: SchoolRequest, values: Values, errors: Errors = (), *, refused: bool = False
    ) -> HttpResponse:
        """The form with what was typed and what is wrong; a refusal says itself what it is about."""
        kinds, rows = self.ground.kinds, int(values["rows"])
        order, called = names_of(kinds, rows), labels(kinds, rows)
        found = sorted(errors, key=lambda error: order.index(error[0]))
        context: dict[str, Any] = {
            "scope": self.scope, "values": dict.fromkeys(order, "") | values, "labels": called,
            "errors": found if refused else [(name, f"{called[name]}. {said}") for name, said in found],
            "known": {name: " ".join(said for of, said in found if of == name) for name, _said in found},
            "days": self.days, "borders": range(BORDERED_ROWS), "rows": range(rows), "answers": choices,
            "may_add": rows < MOST_ROWS, "newest": self.newest, "examples": example_names(),
            "kinds": [(weight_field(kind), kind) for kind in kinds], "scale_names": choices("scale"),
            "weight_text": weight_text,
        }  # fmt: skip
        return render(request, "journal/policy/edit.html", context, status=UNPROCESSABLE if errors else 200)


def opened(scope: Scope, start: str) -> Opened:
    """Open the form on an example, on a version, by default on the newest. Six queries at most.

    Raises Http404 for rules that there are not.
    """
    newest = PolicyVersion.objects.filter(school=scope.school).order_by("-number").first()
    subjects = Subject.objects.filter(school=scope.school).values_list("name", flat=True)
    ground = Ground(kinds_of(scope.school), list(subjects), _base(scope.school, start, newest))
    return Opened(scope, ground, start, newest, _days(scope.school))


def typed(data: QueryDict, form: Opened) -> Values:
    """What was sent, cut to what the fields take; what was not sent is empty."""
    rows = data.get("rows", "")
    count = min(int(rows), MOST_ROWS) if rows.isascii() and rows.isdigit() and len(rows) <= 2 else FEWEST_ROWS  # noqa: PLR2004 -- digits
    values = {name: _cut(name, data.get(name, "")) for name in names_of(form.ground.kinds, count)}
    values |= {name: ON if name in data else "" for name in FLAGS}
    return values | {"rows": str(max(count, FEWEST_ROWS)), "start": form.start}


def chosen_day(values: Values) -> dt.date | None:
    """The day that was chosen; None where it is none."""
    try:
        return dt.date.fromisoformat(values["valid_from"])
    except ValueError:
        return None


def example_names() -> list[tuple[str, str]]:
    """The policies found in practice, from which a school may start."""
    names = (
        _("пороги 4,5"), _("пороги 4,6, точка становится «2»"), _("пороги 4,65 и спорная зона"),
        _("десять баллов"),
    )  # fmt: skip
    return list(zip(EXAMPLE_NAMES, names, strict=True))


def _base(school: School, start: str, newest: PolicyVersion | None) -> Policy:
    if start in EXAMPLES:
        # Kinds of work are the school's own: each keeps its weight.
        return read_policy({key: value for key, value in EXAMPLES[start].items() if key != "weights"})
    if not start:
        return policy_of(newest.pk if newest else None)
    version = PolicyVersion.objects.filter(
        school=school, number=int(start) if _is_number(start) else 0
    ).first()
    if version is None:
        raise Http404
    return policy_of(version.pk)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4  # noqa: PLR2004 -- digits


def _days(school: School) -> list[tuple[dt.date, str]]:
    """The first days of open periods, the running one first, each with the names of its periods."""
    today = school.today()
    found: dict[dt.date, list[str]] = {}
    for period in beginnings(school):
        found.setdefault(period.starts, []).append(period.name)
    running = max((day for day in found if day <= today), default=None)
    return [
        (day, f"{day_year(day)} — {', '.join(names)}")
        for day, names in sorted(found.items(), key=lambda pair: (pair[0] != running, pair[0]))
    ]


def _cut(name: str, text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\0", "")
    return plain[:LONGEST_TEXT] if name in LONG else plain[:LONGEST_LINE].strip()
