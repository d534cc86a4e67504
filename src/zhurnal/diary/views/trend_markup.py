"""The small chart of a subject, drawn on the server: the average of each month, with the same in words."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from markupsafe import escape

from zhurnal.calc.grading.trend import Direction
from zhurnal.ui.words import month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.grading.trend import MonthAverage
    from zhurnal.diary.queries.trends import SubjectTrend

# The drawing's own units; how large it is on the page the style sheet says.
WIDTH, HEIGHT, EDGE = 144, 40, 6
_DIRECTIONS = {
    Direction.RISING: ("↗", gettext_noop("растёт")),
    Direction.FALLING: ("↘", gettext_noop("снижается")),
    Direction.LEVEL: ("→", gettext_noop("ровно")),
}


def sparkline(found: SubjectTrend) -> SafeString:
    """The chart and the word beside it: «↗ растёт»."""
    scale = found.scale
    return mark_safe(
        _sparkline(found.trend.months, found.trend.direction, (scale.low, scale.high), get_language() or "")
    )


def month_texts(months: Sequence[MonthAverage]) -> list[tuple[str, str]]:
    """«сентябрь», «4,10»."""
    return [(month(dt.date(2000, one.month, 1)), hundredths_text(one.average)) for one in months]


def hundredths_text(value: int) -> str:
    """«4,10»."""
    return f"{value // 100},{value % 100:02d}"


def points(months: Sequence[MonthAverage], ends: tuple[int, int]) -> list[tuple[int, int]]:
    """Where the months stand in the drawing; `ends` are the lowest and the highest mark of the scale."""
    low, high = (100 * end for end in ends)
    step = (WIDTH - 2 * EDGE) / max(len(months) - 1, 1)
    return [
        (round(EDGE + at * step), round(EDGE + (HEIGHT - 2 * EDGE) * (high - one.average) / (high - low)))
        for at, one in enumerate(months)
    ]


@lru_cache(maxsize=2048)
def _sparkline(
    months: tuple[MonthAverage, ...], direction: Direction | None, ends: tuple[int, int], _language: str
) -> str:
    drawn = points(months, ends)
    line = "L".join(f"{x} {y}" for x, y in drawn)
    told = _("Средний балл по месяцам: %(months)s") % {
        "months": ", ".join(f"{name} {average}" for name, average in month_texts(months))
    }
    x, y = drawn[-1]
    return (
        f'<span class="trend"><svg class="trend__line" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(told)}"><path d="M{line}"/><circle cx="{x}" cy="{y}" r="5"/></svg>'
        f'<span class="in-words">{escape(told)}</span>'
        f"{_word(direction)}</span>"
    )


def _word(direction: Direction | None) -> str:
    if direction is None:
        return ""
    sign, word = _DIRECTIONS[direction]
    return (
        f' <span class="trend__word"><span class="in-pictures" aria-hidden="true">{sign}</span> '
        f"{escape(_(word))}</span>"
    )
