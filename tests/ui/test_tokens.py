from __future__ import annotations

import re

import pytest

from tests.ui.oklch import Colour, contrast
from tests.ui.sources import SOURCES
from zhurnal.ui.appearance import SCHEMES

TOKENS = (SOURCES / "ui/static/ui/tokens.css").read_text(encoding="utf-8")
BLACK, WHITE = Colour(0, 0, 0), Colour(1, 0, 0)
THEMES = {"light": 0, "dark": 1}
A_COLOUR = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+|var\(--cover-hue\))\)"
TINTS = ["paper", "sheet", "mark-tint", "cover-tint", "alarm-tint", "waiting-tint", "ok-tint"]
STATES = ["alarm", "waiting", "ok"]

TEXT = [
    *(("ink", ground) for ground in TINTS),
    *(("ink-soft", ground) for ground in ("paper", "sheet", "cover-tint")),
    *((ink, ground) for ink in ("mark", "cover") for ground in ("paper", "sheet", "cover-tint")),
    ("mark", "mark-tint"),
    *((state, ground) for state in STATES for ground in ("paper", "sheet", f"{state}-tint")),
    ("on-cover", "cover"),
    ("sheet", "ink"),
]  # fmt: skip
LINES = [(line, ground) for line in ("focus", "rule-strong") for ground in ("paper", "sheet")]


def colours(theme: str, hue: float = 160) -> dict[str, Colour]:
    pairs = re.findall(rf"--([\w-]+): light-dark\({A_COLOUR}, {A_COLOUR}\);", TOKENS)
    start = 1 + 3 * THEMES[theme]
    found = {}
    for pair in pairs:
        lightness, chroma, angle = pair[start : start + 3]
        found[pair[0]] = Colour(float(lightness), float(chroma), hue if "var" in angle else float(angle))
    return found


def test_the_formula_gives_the_known_values():
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == 1
    # #767676 is the lightest grey that WCAG lets stand on white: 4.54.
    assert contrast(Colour(0.5653, 0, 0), WHITE) == pytest.approx(4.54, abs=0.03)
    # Pure red on white is 4.0.
    assert contrast(Colour(0.62796, 0.25768, 29.234), WHITE) == pytest.approx(4.0, abs=0.02)


SCHEME = re.compile(
    rf'data-scheme="(\w+)"\] {{[^}}]*--scheme-ground: {A_COLOUR};\s*--scheme-ink: {A_COLOUR};'
)


def schemes() -> dict[str, tuple[Colour, Colour]]:
    """Ground and ink of the schemes of two colours."""
    found = {}
    for name, *numbers in SCHEME.findall(TOKENS):
        lightness = list(map(float, numbers))
        found[name] = (Colour(*lightness[:3]), Colour(*lightness[3:]))
    return found


def test_every_colour_is_read_here():
    assert len(colours("light")) == TOKENS.count("light-dark(")
    assert 2 * len(colours("light")) + 2 * len(schemes()) == TOKENS.count("oklch(")


def test_every_scheme_that_is_offered_has_two_colours_that_are_told_apart_by_who_sees_badly():
    assert set(schemes()) == set(SCHEMES) - {"school"}
    for name, (ground, ink) in schemes().items():
        assert contrast(ink, ground) >= 7, name


def test_a_scheme_dresses_every_colour():
    (dressed,) = re.findall(r":root\[data-scheme\] {([^}]*)}", TOKENS)
    assert set(re.findall(r"--([\w-]+): var\(--scheme", dressed)) == set(colours("light"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(theme, ink, ground):
    known = colours(theme)
    assert contrast(known[ink], known[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_that_mean_something_can_be_seen(theme, line, ground):
    known = colours(theme)
    assert contrast(known[line], known[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_a_school_may_choose_any_hue_for_its_cover(theme):
    for hue in range(0, 360, 5):
        known = colours(theme, hue)
        for ground in ("paper", "sheet", "cover-tint"):
            assert contrast(known["cover"], known[ground]) >= 4.5, hue
            assert contrast(known["ink"], known[ground]) >= 4.5, hue
        assert contrast(known["on-cover"], known["cover"]) >= 4.5, hue
