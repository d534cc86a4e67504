"""Contrast of OKLCH colours by the WCAG 2 formula.

The matrices are those of CSS Color 4, § 9; what lies outside sRGB is cut.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Colour(NamedTuple):
    lightness: float
    chroma: float
    hue: float  # degrees


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_as_shown(channel) for channel in _linear(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: Colour) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _as_shown(linear: float) -> float:
    """What a screen of eight bits makes of the channel, linear again."""
    cut = min(1.0, max(0.0, linear))
    encoded = 12.92 * cut if cut <= 0.0031308 else 1.055 * cut ** (1 / 2.4) - 0.055
    stepped = round(encoded * 255) / 255
    return stepped / 12.92 if stepped <= 0.04045 else ((stepped + 0.055) / 1.055) ** 2.4
