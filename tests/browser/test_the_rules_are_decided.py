"""A deputy head decides the school's rules without scripts, and a family reads them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_every_page import violations
from zhurnal.journal.models import PolicyVersion

pytestmark = pytest.mark.browser
MARKS = (("2026-02-18", "4"), ("2026-02-25", "5"), ("2026-03-02", "4"), ("2026-03-04", "5"))


@pytest.fixture
def marked(school_on_line):
    """4 5 4 5: an average of 4,50."""
    for day, value in MARKS:
        school_on_line.put(school_on_line.algebra_7a, day, school_on_line.child, value)
    return school_on_line


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_rules_are_typed_shown_and_introduced_without_scripts(marked, open_as, size):
    page = open_as(marked.deputy, "/policy/", size=size, java_script_enabled=False)
    page.get_by_role("link", name="Изменить правила").click()
    page.get_by_label("С доли, одной для всех отметок").check()
    page.get_by_label("Доля", exact=True).fill("6")
    page.get_by_label("Предметы, строка 1").fill("Алгибра")
    press(page, "Показать, что изменится")
    links = page.get_by_role("alert").get_by_role("link")
    expect(links).to_have_count(3)
    assert page.get_by_label("Доля", exact=True).input_value() == "6"
    links.first.click()
    page.wait_for_url("**/#shift")
    page.get_by_label("Доля", exact=True).fill("0,6")
    page.get_by_label("Предметы, строка 1").fill("")
    press(page, "Показать, что изменится")
    expect(page.get_by_text("Изменятся средние: 0, предложения: 1.")).to_be_visible()
    page.get_by_text("7 класс: журналов с переменами — 1").click()
    expect(page.get_by_text("Петрова А. С.: 4,50, предложение 5 → 4")).to_be_visible()
    press(page, "Вернуться к правке")
    page.get_by_label("Основание").fill("Протокол № 3")
    press(page, "Показать, что изменится")
    press(page, "Ввести с 12 января 2026")
    expect(page.get_by_text("Введена версия 1 правил, с 12 января 2026.")).to_be_visible()
    assert PolicyVersion.objects.get().note == "Протокол № 3"


def test_a_family_comes_from_the_marks_to_the_paragraph_that_decided(marked, open_as):
    page = open_as(marked.parent, f"/diary/{marked.child.pk}/marks/", size=PHONE)
    page.get_by_role("link", name="Как выставляются отметки").click()
    expect(page.get_by_role("heading", name="7 класс")).to_be_visible()
    page.goto(page.url.split("/rules/")[0] + f"/diary/{marked.child.pk}/marks/{marked.algebra_7a.pk}/")
    page.get_by_role("link", name="Правила школы").click()
    paragraph = page.locator("li:target")
    expect(paragraph).to_have_text("«5» — при среднем балле от 4,50.")
    assert paragraph.evaluate("one => getComputedStyle(one).borderInlineStartWidth") == "3px"


@pytest.mark.parametrize("size", [DESK, (320, 640)], ids=["desk", "narrow"])
def test_the_form_with_errors_and_the_preview_keep_the_rules_of_accessibility(marked, open_as, size):
    page = open_as(marked.deputy, "/policy/edit/?start=raised", size=size, reduced_motion="reduce")
    page.get_by_label("Спорная зона").fill("много")
    press(page, "Показать, что изменится")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Спорная зона").fill("0")
    press(page, "Показать, что изменится")
    page.locator("summary").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
