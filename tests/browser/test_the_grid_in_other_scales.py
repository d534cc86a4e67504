"""The keys of the grid follow the scale of the school's rules."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.grid import cell, mark, saved
from tests.journal.ruling import rule

pytestmark = pytest.mark.browser
BY_MEAN: dict[str, Any] = {"period": {"type_by_grade": {"1-11": "quarter"}, "thresholds": "mathematical"}}


@pytest.fixture
def column(school_on_line):
    return school_on_line.column(school_on_line.algebra_7a, "2026-03-04")


@pytest.fixture
def grid(open_as, school_on_line, column):
    """`grid(scale)`: the grid by rules with that scale, the hand on the first pupil of today."""

    def grid_of(scale, **options):
        rule(school_on_line, scale=scale, **BY_MEAN)
        address = f"/journal/{school_on_line.algebra_7a.pk}/#lesson-{column.lesson_id}"
        return open_as(school_on_line.teacher, address, **options)

    return grid_of


def values(cast, column):
    return [found for pupil in cast.pupils_7a for found in mark(pupil, column)]


def test_in_a_scale_of_ten_one_key_writes_a_mark_and_zero_is_ten(grid, school_on_line, column):
    page = grid("ten")
    page.keyboard.type("9017")
    saved(page)
    assert values(school_on_line, column) == [(9,), (10,), (1,), (7,)]
    expect(cell(page, school_on_line.pupils_7a[1], column)).to_have_text("10")


def test_in_a_scale_of_hundred_typing_opens_the_field(grid, school_on_line, column):
    page = grid("hundred")
    page.keyboard.type("87")
    expect(page.locator(".grid__field")).to_have_value("87")
    page.keyboard.press("Enter")
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    page.keyboard.press("KeyY")  # a sign still goes by one key
    saved(page)
    assert values(school_on_line, column) == [(87,), (100,)]
    assert [cell(page, pupil, column).inner_text() for pupil in school_on_line.pupils_7a[:3]] == [
        "87",
        "100",
        "н",
    ]


def test_in_a_scale_of_letters_the_field_tells_a_mark_from_a_sign(grid, school_on_line, column):
    page = grid("letters")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    page.keyboard.type("c")
    page.keyboard.press("Escape")
    saved(page)
    expect(cell(page, school_on_line.pupils_7a[0], column)).to_have_text("A")
    expect(cell(page, school_on_line.pupils_7a[1], column)).to_be_focused()
    expect(cell(page, school_on_line.pupils_7a[1], column)).to_have_text("")


def test_a_key_that_is_no_mark_is_answered_by_the_bounds_of_the_scale(grid):
    page = grid("five_with_one")
    page.keyboard.type("16")
    expect(page.locator("[data-cue]")).to_contain_text("«6» здесь не пишут. Отметки — от 1 до 5")


@pytest.mark.parametrize(
    ("scale", "keys"),
    [
        ("ten", [*map(str, range(10, 0, -1)), "н", "•", "⌫"]),
        ("letters", [*"ABCDEF", "н", "•", "⌫"]),
        ("hundred", ["Вписать", "н", "•", "⌫"]),
    ],
)
def test_the_thumb_finds_the_marks_of_the_scale(grid, school_on_line, column, scale, keys):
    page = grid(scale, size=PHONE, has_touch=True, is_mobile=True)
    cell(page, school_on_line.pupils_7a[0], column).tap()
    pad = page.locator("[data-keypad] .keypad__key")
    assert pad.all_inner_texts() == keys
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    pad.first.tap()
    if scale == "hundred":
        page.keyboard.type("42")
        page.keyboard.press("Enter")
    saved(page)
    assert values(school_on_line, column) == [{"ten": (10,), "letters": (5,), "hundred": (42,)}[scale]]
