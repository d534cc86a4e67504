from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from zhurnal.journal.models import Mark

pytestmark = pytest.mark.browser
WEDNESDAY = "2026-03-04"
TYPED = ["5", "4", "3", "н", "5", "4", "2", "5", "4", "3"]


def cell(page, pupil, column):
    """The bare cell at the crossing of a pupil's row and a work's column."""
    heads = page.locator("table[data-grid] th[data-column]")
    columns = heads.evaluate_all("all => all.map(one => one.dataset.column)")
    row = page.locator(f'table[data-grid] tr[data-pupil="{pupil.pk}"]')
    return row.locator("td").nth(columns.index(str(column.pk)))


def open_grid(open_as, cast):
    page = open_as(cast.teacher, f"/journal/{cast.algebra_7a.pk}/")
    column = cast.column(cast.algebra_7a, WEDNESDAY)
    cell(page, cast.pupils_7a[0], column).click()
    return page, column


def algebra_of(week, day):
    """The row of algebra on a day of the diary."""
    page_of_day = week.locator(f'section[aria-labelledby="day-{day}"]')
    return page_of_day.get_by_role("row").filter(has_text="Алгебра")


def wait_until_saved(page):
    page.locator('[data-save-state="saved"]').wait_for(timeout=10_000)


def marks_of(cast, pupil):
    return [mark.marks for mark in Mark.objects.filter(pupil=pupil, work__lesson__course=cast.algebra_7a)]


def test_a_column_typed_by_keyboard_stands_in_the_diary_and_in_the_marks(open_as, school_on_line):
    cast = school_on_line
    page, column = open_grid(open_as, cast)
    for key in TYPED:
        page.keyboard.press("y" if key == "н" else key)
    wait_until_saved(page)
    assert [cell(page, pupil, column).inner_text().strip() for pupil in cast.pupils_7a] == TYPED

    expected = TYPED[cast.pupils_7a.index(cast.child)]
    week = open_as(cast.parent, f"/diary/{cast.child.pk}/week/2026-W10/")
    assert expected in algebra_of(week, "2026-03-04").locator(".lesson__marks").inner_text()
    for view in ("simple", "extended"):
        marks = open_as(cast.parent, f"/diary/{cast.child.pk}/marks/?view={view}")
        row = marks.get_by_role("row").filter(has_text="Алгебра").first
        assert expected in row.inner_text().split(), view


def test_the_keyboards_layout_is_of_no_matter(open_as, school_on_line):
    cast = school_on_line
    page, column = open_grid(open_as, cast)
    page.keyboard.press("KeyY")
    page.keyboard.insert_text("")
    wait_until_saved(page)
    assert cell(page, cast.pupils_7a[0], column).inner_text().strip() == "н"


def test_a_mark_taken_back_and_restored_by_undo_and_redo(open_as, school_on_line):
    cast = school_on_line
    page, column = open_grid(open_as, cast)
    first = cell(page, cast.pupils_7a[0], column)
    page.keyboard.press("5")
    wait_until_saved(page)
    page.keyboard.press("Control+z")
    page.wait_for_function("cell => cell.textContent.trim() === ''", arg=first.element_handle())
    wait_until_saved(page)
    assert marks_of(cast, cast.pupils_7a[0]) == [()]
    page.keyboard.press("Control+y")
    page.wait_for_function("cell => cell.textContent.trim() === '5'", arg=first.element_handle())
    wait_until_saved(page)
    assert marks_of(cast, cast.pupils_7a[0]) == [(5,)]


def test_the_average_comes_from_the_server_while_one_types(open_as, school_on_line):
    cast = school_on_line
    cast.put(cast.algebra_7a, "2026-02-16", cast.pupils_7a[0], "4")
    page, _ = open_grid(open_as, cast)
    page.keyboard.press("5")
    wait_until_saved(page)
    row = page.locator(f'tr[data-pupil="{cast.pupils_7a[0].pk}"]')
    assert "4,50" in row.inner_text()


def test_the_same_works_through_the_lesson_sheet_without_javascript(open_as, school_on_line):
    cast = school_on_line
    lesson = cast.lesson(cast.algebra_7a, WEDNESDAY)
    column = cast.column(cast.algebra_7a, WEDNESDAY)
    page = open_as(cast.teacher, f"/lessons/{lesson.pk}/", size=PHONE, java_script_enabled=False)
    for pupil, value in zip(cast.pupils_7a, TYPED, strict=True):
        page.fill(f'[name="cell-{pupil.pk}-{column.pk}"]', value)
    page.fill('[name="topic"]', "Линейная функция и её график")
    page.fill('[name="homework"]', "§ 14, № 312")
    page.get_by_role("button", name="Сохранить").first.click()
    expect(page.locator("main")).to_contain_text("Сохранено")

    week = open_as(cast.parent, f"/diary/{cast.child.pk}/week/2026-W10/", java_script_enabled=False)
    row = algebra_of(week, "2026-03-04")
    assert TYPED[cast.pupils_7a.index(cast.child)] in row.locator(".lesson__marks").inner_text()
    assert "Линейная функция" in row.inner_text()
    assert "§ 14, № 312" in algebra_of(week, "2026-03-06").inner_text(), "set for the next lesson"


def test_a_column_is_walked_with_the_keyboard_alone_and_the_focused_cell_is_never_hidden(
    open_as, school_on_line
):
    cast = school_on_line
    page, column = open_grid(open_as, cast)
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
        hidden = page.evaluate("""() => {
            const cell = document.activeElement.getBoundingClientRect();
            const seen = document.elementFromPoint(cell.left + cell.width / 2, cell.top + cell.height / 2);
            return seen !== document.activeElement && !document.activeElement.contains(seen);
        }""")
        assert not hidden
    page.keyboard.press("Control+End")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('table[data-grid]')"), "Tab leaves the grid"
    assert column.pk
