"""How right forecasts were, as lines of text: the page «Насколько точны прогнозы» for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.forecasts.queries.accuracy import closed_periods, report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.forecast.monitoring import Bin
    from zhurnal.forecasts.queries.accuracy import Score
    from zhurnal.school.models import School


def report_lines(school: School) -> Iterator[str]:
    """Every closed period of the school with its bins, moments, parallels and subjects."""
    periods = closed_periods(school, school.today())
    if not periods:
        yield "сравнивать пока нечего: нет закрытого периода, в котором прогнозы запоминались"
    for period in periods:
        found = report(school, period)
        if found is None:
            yield f"{period.name}: отметок за период пока нет"
            continue
        yield f"{period.name}: {_score(found.whole)}"
        yield from (f"  {_bin(one)}" for one in found.bins if one.number)
        for scores in (found.by_cut, found.by_grade, found.by_subject):
            yield from (f"  {one.name}: {_score(one)}" for one in scores)


def _score(one: Score) -> str:
    return (
        f"прогнозов {one.number}, угадано {100 * one.accuracy:.1f} %"
        f" (по среднему {100 * one.plain_accuracy:.1f} %),"
        f" RPS {one.rps:.4f} (по среднему {one.plain_rps:.4f}), в границах {100 * one.coverage:.0f} %"
    )


def _bin(one: Bin) -> str:
    told = f"{100 * one.told_from:.0f}–{100 * one.told_to:.0f} %"
    return (
        f"обещано {told}: сбылось {100 * one.came:.1f} % из {one.number}"
        f" (с учётом случайности {100 * one.low:.0f}–{100 * one.high:.0f} %)"
    )
