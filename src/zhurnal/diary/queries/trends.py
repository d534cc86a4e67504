"""Where the marks of a subject are going in the year: what the small chart beside the subject is drawn from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.counting import Cell, sums
from zhurnal.calc.grading.trend import Added, Trend, trend_of
from zhurnal.diary.queries.written import ADDING, Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhurnal.calc.grading.average import Sums
    from zhurnal.calc.grading.rules import Rules
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.diary.queries.written import Written

FEWEST_MONTHS = 2
# What a work adds does not depend on the day; only a point would ask for it.
_ANY_DAY = dt.date(2000, 1, 1)


class SubjectTrend(NamedTuple):
    """The trend of a subject, and the scale between whose ends it moves."""

    trend: Trend
    scale: Scale


def trends_of(year: Iterable[Written]) -> dict[int, SubjectTrend]:
    """By subject, where there are marks of two months at least. Points and lessons missed take no part."""
    added: dict[int, list[Added]] = defaultdict(list)
    scales: dict[int, Scale] = {}
    known: dict[tuple[Any, ...], Sums] = {}
    for date, _number, _position, subject, period, rules, told, absence, _minutes in year:
        if not period or not told or told[0] is None:
            continue
        # The same answers come again and again.
        key = id(rules), told[:ADDING], absence
        if (one := known.get(key)) is None:
            one = known[key] = _sums(Told(*told), absence, rules)
        added[subject].append((date, one.weight, one.weighted))
        scales[subject] = rules.scale
    trends = {subject: trend_of(marks) for subject, marks in added.items()}
    return {
        subject: SubjectTrend(trend, scales[subject])
        for subject, trend in trends.items()
        if len(trend.months) >= FEWEST_MONTHS
    }


def _sums(told: Told, missed: str, rules: Rules) -> Sums:
    """What a mark adds to an average by the rules of its course."""
    cell = Cell(
        _ANY_DAY, _given(told.value, told.second), told.weight, _given(told.resit, told.resit_second),
        absence=missed, second_weight=told.second_weight, handed_in=told.handed_in,
    )  # fmt: skip
    return sums((cell,), rules, _ANY_DAY)


def _given(*marks: int | None) -> tuple[int, ...]:
    return tuple(mark for mark in marks if mark is not None)
