"""What else is to be known about the pupils of a sheet: days of exemption, marks brought along."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import IntegerField, Q, Value

from zhurnal.calc.grading.scale import FIVE
from zhurnal.journal.models import Exemption, ExternalMark
from zhurnal.journal.queries.cell_text import Standing, text_of
from zhurnal.statements.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhurnal.journal.queries.pupils import Span
    from zhurnal.school.models import Course


class PupilFacts(NamedTuple):
    """By pupil: the spans of days on which nobody marks them («осв»), and the marks that they brought."""

    exempt: dict[int, list[Span]]
    brought: dict[int, list[str]]


def pupil_facts(course: Course, first: dt.date, last: dt.date, scale: str = FIVE.code) -> PupilFacts:
    """What touches the days from `first` to `last`; marks in the scale of that code. One query."""
    exempt: dict[int, list[Span]] = defaultdict(list)
    brought: dict[int, list[str]] = defaultdict(list)
    for pupil, starts, ends, value, _ in sorted(_facts(course=course.pk, first=first, last=last), key=_order):
        if value is None:
            exempt[pupil].append((starts, ends))
        else:
            brought[pupil].append(text_of(Standing(value), scale))
    return PupilFacts(exempt, brought)


def _order(row: tuple[Any, ...]) -> tuple[dt.date, int]:
    return row[1], row[4]


@prepared(course=int, first=dt.date, last=dt.date)
def _facts(course: int, first: dt.date, last: dt.date) -> QuerySet[Any, Any]:
    exempt = Exemption.objects.filter(course=course, valid_from__lte=last)
    there = exempt.filter(Q(valid_to=None) | Q(valid_to__gte=first)).values_list(
        "pupil_id", "valid_from", "valid_to", Value(None, IntegerField()), Value(0)
    )
    brought = ExternalMark.objects.filter(course=course, date__gte=first, date__lte=last, value__isnull=False)
    return there.union(brought.values_list("pupil_id", "date", "date", "value", "position"), all=True)
