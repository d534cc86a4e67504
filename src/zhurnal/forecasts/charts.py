"""Small drawings of forecasts, made on the server; each says the same in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhurnal.calc.forecast.monitoring import Bin

WIDTH, HEIGHT, EDGE = 200, 24, 6
SQUARE = 260


def interval(low: float, middle: float, high: float, ends: tuple[float, float], told: str) -> SafeString:
    """A line from `low` to `high` with a point between, on an axis between `ends`; `told` says it in words."""
    at = [_across(value, ends) for value in (low, middle, high)]
    y = HEIGHT // 2
    return mark_safe(
        f'<svg class="interval" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f'<path class="interval__axis" d="M{EDGE} {y}H{WIDTH - EDGE}"/>'
        f'<path class="interval__range" d="M{at[0]} {y}H{max(at[2], at[0] + 1)}"/>'
        f'<circle class="interval__middle" cx="{at[1]}" cy="{y}" r="5"/></svg>'
    )


def _across(value: float, ends: tuple[float, float]) -> int:
    low, high = ends
    share = min(max((value - low) / ((high - low) or 1), 0.0), 1.0)
    return round(EDGE + share * (WIDTH - 2 * EDGE))


def bars(values: Sequence[tuple[str, float]], told: str) -> SafeString:
    """A bar for each mark, as long as its share of one; `told` says it in words."""
    most = max((value for _, value in values), default=0.0) or 1.0
    step = HEIGHT + 4
    drawn = [
        f'<text class="bars__name" x="0" y="{at * step + 17}">{escape(name)}</text>'
        f'<path class="bars__bar" d="M28 {at * step + 12}h{max(round(value / most * (WIDTH - 34)), 1)}"/>'
        for at, (name, value) in enumerate(values)
    ]
    return mark_safe(
        f'<svg class="bars" viewBox="0 0 {WIDTH} {max(len(values) * step, 1)}" role="img" '
        f'aria-label="{escape(told)}">{"".join(drawn)}</svg>'
    )


def reliability(bins: Sequence[Bin], told: str) -> SafeString:
    """What was told across, what came upwards; right is the diagonal. A whisker is the doubt of a bin."""
    drawn = "".join(_bin(one) for one in bins if one.number)
    far = SQUARE - EDGE
    return mark_safe(
        f'<svg class="reliability" viewBox="0 0 {SQUARE} {SQUARE}" role="img" aria-label="{escape(told)}">'
        f'<path class="reliability__frame" d="M{EDGE} {EDGE}V{far}H{far}"/>'
        f'<path class="reliability__right" d="M{EDGE} {far}L{far} {EDGE}"/>{drawn}{_TICKS}</svg>'
    )


_TICKS = "".join(
    f'<text class="reliability__tick" x="{x}" y="{y}">{text}</text>'
    for x, y, text in ((10, 248, "0 %"), (208, 248, "100 %"), (10, 20, "100 %"))
)


def _bin(one: Bin) -> str:
    x, y = _place(one.told), SQUARE - _place(one.came)
    low, high = SQUARE - _place(one.low), SQUARE - _place(one.high)
    return (
        f'<path class="reliability__doubt" d="M{x} {low}V{high}"/>'
        f'<circle class="reliability__bin" cx="{x}" cy="{y}" r="6"/>'
    )


def _place(share: float) -> int:
    return round(EDGE + share * (SQUARE - 2 * EDGE))
