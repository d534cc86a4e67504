"""The panel of a column over the grid: opened by a key, asked before it saves, closed without a trace."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from zhurnal.journal.models import Work

pytestmark = pytest.mark.browser
WEDNESDAY, CONTROL = "2026-03-04", "2026-02-25"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def school(school_on_line):
    """The child: 5 of weight 1, 3 of weight 2 in the control work: 3,67."""
    school = school_on_line
    school.put(school.algebra_7a, CONTROL, school.child, "5")
    school.put(school.algebra_7a, CONTROL, school.child, "3", position=2)
    return school


@pytest.fixture
def grid(open_as, school):
    """The grid with the hand on the lesson of the control work, in its ordinary column."""
    return open_as(school.teacher, f"/journal/{school.algebra_7a.pk}/#lesson-{school.control.lesson_id}")


def panel(page):
    return page.get_by_role("dialog", name="25 февраля, среда, 2-й урок")


def average(page, pupil):
    return page.locator(f'tr[data-pupil="{pupil.pk}"] .grid__average')


def place(page):
    return page.locator("[data-place]")


def open_control(page):
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowUp")
    expect(panel(page)).to_be_visible()


def test_a_weight_is_announced_then_saved_and_the_averages_follow_all_by_keyboard(grid, school):
    open_control(grid)
    expect(panel(grid).get_by_label("Вид работы")).to_be_focused()
    grid.keyboard.press("Tab")
    grid.keyboard.press("Tab")
    grid.keyboard.type("3")
    grid.keyboard.press("Tab")  # what it would change is told while one goes on
    expect(panel(grid)).to_contain_text("Изменит средний балл у 1 ученика.")
    expect(panel(grid)).to_contain_text("Петрова Анна: 3,67 → 3,50")
    assert Work.objects.get(pk=school.control.pk).weight == 200
    grid.keyboard.press("Enter")
    expect(panel(grid)).to_be_hidden()
    expect(grid.get_by_text("Колонка сохранена.")).to_be_visible()
    expect(average(grid, school.child)).to_have_text("3,50")
    expect(grid.locator(f'th[data-column="{school.control.pk}"]')).to_contain_text("КР ×3")
    expect(place(grid)).to_contain_text("вес 3")
    assert Work.objects.get(pk=school.control.pk).weight == 300


def test_who_presses_enter_at_once_is_shown_what_changes_and_presses_again(grid, school):
    open_control(grid)
    panel(grid).get_by_label("Вес", exact=True).fill("1")
    grid.keyboard.press("Enter")
    expect(panel(grid)).to_contain_text("Петрова Анна: 3,67 → 4,00")
    expect(panel(grid).get_by_role("button", name="Сохранить")).to_be_focused()
    grid.keyboard.press("Enter")
    expect(average(grid, school.child)).to_have_text("4,00")


def test_esc_leaves_everything_as_it_was_and_the_hand_in_its_cell(grid, school):
    open_control(grid)
    panel(grid).get_by_label("Название").fill("Другое")
    grid.keyboard.press("Escape")
    expect(panel(grid)).to_be_hidden()
    grid.keyboard.type("4")
    expect(grid.locator("[data-save-state]")).to_contain_text("Сохранено в")
    assert Work.objects.get(pk=school.control.pk).title == school.control.title
    pupil = school.pupils_7a[0]
    assert [mark.value for mark in school.control.marks.filter(pupil=pupil)] == [4]


def test_a_click_on_the_kind_opens_it_and_a_column_is_added_where_the_hand_goes_on(grid, school):
    grid.locator(f'th[data-column="{school.control.pk}"] a').last.click()
    panel(grid).get_by_role("link", name="Добавить колонку").click()
    expect(panel(grid).get_by_role("button", name="Добавить", exact=True)).to_be_visible()
    panel(grid).get_by_label("Вид работы").select_option(label="Домашняя работа, вес 0,5")
    panel(grid).get_by_label("Название").fill("Тетради")
    panel(grid).get_by_role("button", name="Добавить").click()
    expect(place(grid)).to_contain_text("Тетради")
    grid.keyboard.type("5")
    expect(grid.locator("[data-save-state]")).to_contain_text("Сохранено в")
    made = Work.objects.get(lesson=school.control.lesson, position=3)
    assert (made.kind.code, made.title, made.marks.count()) == ("homework", "Тетради", 1)


def test_an_empty_column_is_taken_back(grid, school):
    Work.objects.create(lesson=school.control.lesson, position=3, kind=school.kinds["control"], weight=200)
    grid.reload()
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("ArrowRight")
    grid.keyboard.press("Alt+ArrowUp")
    panel(grid).get_by_role("button", name="Убрать колонку").click()
    expect(grid.get_by_text("Колонка убрана.")).to_be_visible()
    assert Work.objects.get(lesson=school.control.lesson, position=3).withdrawn_at is not None


def test_empty_cells_are_filled_from_the_panel(grid, school):
    open_control(grid)
    panel(grid).get_by_role("button", name="Заполнить пустые").click()
    expect(panel(grid)).to_be_hidden()
    grid.get_by_role("dialog", name="Заполнить пустые").get_by_role("textbox").fill("4")
    grid.keyboard.press("Enter")
    expect(grid.locator("[data-save-state]")).to_contain_text("Сохранено в")
    assert sorted(school.control.marks.values_list("value", flat=True)) == [3] + [4] * 9


def test_without_network_the_sheet_stays_and_says_so(grid):
    grid.context.set_offline(True)
    grid.keyboard.press("Alt+ArrowUp")
    expect(grid.locator("[data-cue]")).to_contain_text("Колонка не открылась")
    grid.context.set_offline(False)
    open_control(grid)
    grid.context.set_offline(True)
    panel(grid).get_by_label("Название").fill("Другое")
    grid.keyboard.press("Enter")
    expect(panel(grid).get_by_role("alert")).to_contain_text("Не сохранено: нет связи")
    expect(panel(grid).get_by_label("Название")).to_have_value("Другое")


def test_a_wrong_weight_is_told_beside_its_field(grid):
    open_control(grid)
    panel(grid).get_by_label("Вес", exact=True).fill("сто")
    grid.keyboard.press("Enter")
    expect(panel(grid).get_by_label("Вес", exact=True)).to_be_focused()
    expect(panel(grid)).to_contain_text("«сто» не сохранено")


def test_alt_enter_leads_to_the_lesson(grid, school):
    grid.keyboard.press("Alt+Enter")
    grid.wait_for_url(f"**/lessons/{school.control.lesson_id}/")


def test_the_open_panel_breaks_no_rule_of_accessibility_at_a_desk_and_on_a_phone(open_as, school):
    for size, scheme in (((1366, 768), "light"), (PHONE, "dark"), ((320, 640), "light")):
        path = f"/journal/{school.algebra_7a.pk}/#lesson-{school.control.lesson_id}"
        page = open_as(school.teacher, path, size=size, color_scheme=scheme, reduced_motion="reduce")
        open_control(page)
        panel(page).get_by_label("Вес", exact=True).fill("3")
        page.keyboard.press("Tab")
        expect(panel(page)).to_contain_text("Изменит средний балл")
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        wide = panel(page).evaluate("dialog => dialog.scrollWidth > dialog.clientWidth")
        assert not wide, "nor does the panel scroll sideways"
