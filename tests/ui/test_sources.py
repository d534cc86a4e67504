"""What holds for every template, style sheet and script of the house."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.ui.sources import SOURCES, name, scripts, styles, templates

if TYPE_CHECKING:
    from pathlib import Path

TOKENS, PRINT = SOURCES / "ui/static/ui/tokens.css", SOURCES / "ui/static/ui/print.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LITERAL_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\("
    r"|:[^;{]*\b(?:black|white|gr[ae]y|silver|red|blue|green|yellow|orange|navy|teal|maroon|purple|pink)\b",
    re.IGNORECASE,
)
ANOTHER_HOST = re.compile(r"""(?:https?:)?//[\w-]+\.[\w.-]+""")
OWN_NAMES_OF_XML = "http://www.w3.org/"


def texts(paths):
    return pytest.mark.parametrize("path", paths, ids=name)


@texts([path for path in styles() if path != TOKENS])
def test_colours_are_called_by_their_meaning(path):
    assert LITERAL_COLOUR.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))) == []


@texts([path for path in styles() if path != PRINT])
def test_no_style_shouts_others_down(path):
    assert "!important" not in on_screen(path)


def on_screen(path: Path) -> str:
    """What a style sheet says to a screen: nothing, where it is linked for paper only."""
    css = COMMENT.sub("", path.read_text(encoding="utf-8"))
    return "" if path.name.endswith("-print.css") else without_print(css)


@texts(templates())
def test_a_style_sheet_for_paper_is_linked_for_paper_only(path):
    links = re.findall(r"<link[^>]*-print\.css[^>]*>", path.read_text(encoding="utf-8"))
    assert [link for link in links if 'media="print"' not in link] == []


def without_print(css: str) -> str:
    """The style sheet without its blocks for paper."""
    while (start := css.find("@media print")) >= 0:
        depth, end = 0, css.index("{", start)
        while True:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
            if depth == 0:
                break
        css = css[:start] + css[end:]
    return css


def test_blocks_for_paper_are_cut_out_whole():
    css = "a { b: c } @media print { d { e: f } g { h: i } } j { k: l }"
    assert without_print(css) == "a { b: c }  j { k: l }"


@texts([path for path in styles() if path.parent.parent.parent.name != "ui"])
def test_styles_of_a_room_stay_in_its_layers(path):
    css = COMMENT.sub("", path.read_text(encoding="utf-8")).strip()
    outside = re.findall(r"^(?!@layer (?:rooms|print) \{|\}|\s|$).*", css, re.MULTILINE)
    assert outside == [], "a rule outside every layer beats all layers"


@texts([path for path in styles() if path != PRINT])
def test_what_is_meant_for_paper_does_not_reach_the_screen(path):
    assert re.findall(r"@layer print \{\s*[^\s}]+", on_screen(path)) == [], "put it into @media print"


@texts(styles())
def test_only_known_custom_properties_are_used(path):
    declared = set(re.findall(r"(--[\w-]+):", TOKENS.read_text(encoding="utf-8")))
    text = path.read_text(encoding="utf-8")
    # A room's own properties may stand in one of its sheets and be used in another.
    for sheet in path.parent.glob("*.css"):
        declared |= set(re.findall(r"(--[\w-]+):", sheet.read_text(encoding="utf-8")))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - declared == set()


@texts(templates() + styles() + scripts())
def test_nothing_is_loaded_from_another_host(path):
    found = ANOTHER_HOST.findall(path.read_text(encoding="utf-8").replace(OWN_NAMES_OF_XML, ""))
    assert found == []


@texts(templates())
def test_templates_carry_no_inline_styles_and_handlers(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<[^>{]*\s(?:style|on[a-z]+)=", text) == []
    assert re.findall(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", text) == []


@texts([path for path in templates() if '{% extends "ui/base.html" %}' in path.read_text(encoding="utf-8")])
def test_every_page_has_a_title_and_one_heading(path):
    text = path.read_text(encoding="utf-8")
    assert "{% block title %}" in text
    assert "{% block main %}" in text


@texts([path for path in styles() if path.parent.parent.parent.name == "ui"])
def test_every_style_sheet_of_the_house_is_linked_by_the_base(path):
    base = (SOURCES / "ui/templates/ui/base.html").read_text(encoding="utf-8")
    assert f"static('ui/{path.name}')" in base


def test_there_is_something_to_look_at():
    assert len(templates()) > 5
    assert len(styles()) > 5
    assert scripts()
