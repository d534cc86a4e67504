"""Where the marks of a subject are going in the year: what the small chart beside the subject is drawn from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from zhurnal.calc.grading.counting import Cell, sums
from zhurnal.calc.grading.trend import Added, Trend, trend_of

if TYPE_CHECKING:
    from zhurnal.calc.grading.average import Sums
    from zhurnal.calc.grading.scale import Scale
    from zhurnal.diary.queries.written import WrittenMark, WrittenYear

FEWEST_MONTHS = 2
# What a work adds does not depend on the day; only a point would ask for it.
_ANY_DAY = dt.date(2000, 1, 1)


class SubjectTrend(NamedTuple):
    """The trend of a subject, and the scale between whose ends it moves."""

    trend: Trend
    scale: Scale


def trends_of(year: WrittenYear) -> dict[int, SubjectTrend]:
    """By subject, where there are marks of two months at least. Points and lessons missed take no part."""
    added: dict[int, list[Added]] = defaultdict(list)
    scales: dict[int, Scale] = {}
    known: dict[tuple[Any, ...], Sums] = {}
    for mark in year.marks:
        if not mark.period or mark.values[0] is None:
            continue
        # The same answers come again and again.
        key = id(mark.rules), mark.values, mark.about[0], mark.more, mark.missed
        if (one := known.get(key)) is None:
            one = known[key] = _sums(mark)
        added[mark.subject].append((mark.date, one.weight, one.weighted))
        scales[mark.subject] = mark.rules.scale
    trends = {subject: trend_of(marks) for subject, marks in added.items()}
    return {
        subject: SubjectTrend(trend, scales[subject])
        for subject, trend in trends.items()
        if len(trend.months) >= FEWEST_MONTHS
    }


def _sums(mark: WrittenMark) -> Sums:
    """What a mark adds to an average by the rules of its course."""
    value, second, resit, resit_second, _pending = mark.values
    second_weight, handed_in = mark.more
    cell = Cell(
        _ANY_DAY, (value,) if second is None else (value, second), mark.about[0],
        () if resit is None else (resit,) if resit_second is None else (resit, resit_second),
        absence=mark.missed, second_weight=second_weight, handed_in=handed_in and _ANY_DAY,
    )  # fmt: skip
    return sums((cell,), mark.rules, _ANY_DAY)
