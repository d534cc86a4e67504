"""All about a cell, over the grid: fields, history, the reason after the window, the arithmetic of an average."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.grid import cell, elsewhere, mark, saved, state, status
from tests.journal.correcting import ask, closed_cell
from tests.journal.ruling import rule
from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.models import Mark, PeriodClosure

pytestmark = pytest.mark.browser
WEDNESDAY, OLD = "2026-03-04", "2026-02-16"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def column(school_on_line):
    return school_on_line.column(school_on_line.algebra_7a, WEDNESDAY)


@pytest.fixture
def open_grid(open_as, school_on_line):
    """`open_grid(column)`: the grid with the hand in a column, on the first pupil."""
    cast = school_on_line

    def opened(column, **options):
        return open_as(cast.teacher, f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}", **options)

    return opened


def details(page):
    return page.locator("dialog[data-details]")


def reason(page):
    return page.locator("dialog[data-reason]")


def violations(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def lines(pupil, column):
    return [line.details for line in ledger.history(history.cell_subject(pupil.pk, column.pk))]


def test_a_re_sit_and_a_comment_are_written_by_keyboard_alone(open_grid, school_on_line, column):
    pupil = school_on_line.pupils_7a[0]
    page = open_grid(column)
    page.keyboard.press("2")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Alt+ArrowDown")
    expect(details(page).get_by_label("Отметка", exact=True)).to_be_focused()
    expect(details(page)).to_contain_text("пусто → 2")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(details(page)).to_be_hidden()
    expect(cell(page, pupil, column)).to_be_focused()
    saved(page)
    expect(cell(page, pupil, column)).to_have_text("2→4")
    page.keyboard.press("Shift+F2")
    comment = details(page).get_by_label("Пояснение", exact=True)
    expect(comment).to_be_focused()
    comment.fill("Пересдача по билетам")
    details(page).get_by_label("только педагоги").check()
    details(page).get_by_role("button", name="Сохранить").click()
    saved(page)
    expect(cell(page, pupil, column)).to_have_attribute("data-noted", "")
    found = Mark.objects.get()
    assert (found.marks, found.resits, found.comment, found.is_staff_only) == (
        (2,), (4,), "Пересдача по билетам", True,
    )  # fmt: skip


def test_what_was_deleted_and_is_put_back_has_its_comment_again(open_grid, school_on_line, column):
    pupil = school_on_line.pupils_7a[0]
    page = open_grid(column)
    page.keyboard.press("3")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+F2")
    details(page).get_by_label("Пояснение", exact=True).fill("Ошибки в знаках")
    details(page).get_by_role("button", name="Сохранить").click()
    saved(page)
    page.keyboard.press("Delete")
    saved(page)
    expect(cell(page, pupil, column)).not_to_have_attribute("data-noted", "")
    page.keyboard.press("Control+Z")
    saved(page)
    expect(cell(page, pupil, column)).to_have_attribute("data-noted", "")
    assert [(found.marks, found.comment) for found in Mark.objects.all()] == [((3,), "Ошибки в знаках")]


def test_esc_closes_it_and_nothing_is_written(open_grid, school_on_line, column):
    page = open_grid(column)
    cell(page, school_on_line.pupils_7a[0], column).dblclick()
    field = details(page).get_by_label("Отметка", exact=True)
    field.fill("5")
    field.press("Escape")
    expect(details(page)).to_be_hidden()
    expect(cell(page, school_on_line.pupils_7a[0], column)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, school_on_line.pupils_7a[1], column)).to_be_focused()
    assert not Mark.objects.exists()


def test_the_dialog_shows_what_a_colleague_has_written_meanwhile_and_goes_over_it_knowingly(
    open_grid, school_on_line, column
):
    pupil = school_on_line.pupils_7a[0]
    page = open_grid(column)
    elsewhere(school_on_line, pupil, column, "3")
    page.keyboard.press("Alt+ArrowDown")
    expect(details(page).get_by_label("Отметка", exact=True)).to_have_value("3")
    expect(cell(page, pupil, column)).to_have_text("3")
    details(page).get_by_label("Отметка", exact=True).fill("5")
    page.keyboard.press("Enter")
    saved(page)
    assert mark(pupil, column) == [(5,)]


def test_without_a_network_the_fields_are_there_and_what_was_typed_goes_later(
    open_grid, school_on_line, column
):
    cast = school_on_line
    pupil = cast.pupils_7a[0]
    cast.put(cast.algebra_7a, WEDNESDAY, pupil, "5 оп7")
    page = open_grid(column)
    page.context.set_offline(True)
    page.keyboard.press("Alt+ArrowDown")
    expect(details(page)).to_contain_text("Нет связи")
    expect(details(page).get_by_label("Опоздание, минут")).to_have_value("7")
    details(page).get_by_label("Отметка", exact=True).fill("4")
    details(page).get_by_label("Пояснение", exact=True).fill("Доделай дома")
    details(page).get_by_role("button", name="Сохранить").click()
    expect(cell(page, pupil, column)).to_have_text("4 оп7")
    state(page, "queued")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    found = Mark.objects.get()
    assert (found.marks, found.comment, found.version) == ((4,), "Доделай дома", 2)


def test_the_reason_is_asked_once_for_all_marks_and_given(open_grid, school_on_line):
    cast = school_on_line
    rule(cast, edit_window_days={"mark": 7})
    old, pupils = cast.column(cast.algebra_7a, OLD), cast.pupils_7a[:3]
    page = open_grid(old)
    page.keyboard.type("543")
    expect(reason(page)).to_contain_text("Укажите причину для 3 отметок")
    expect(reason(page)).to_contain_text("прошло больше 7 дн. после урока 16 февраля")
    assert not Mark.objects.exists()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(reason(page)).to_be_hidden()
    saved(page)
    assert [mark(pupil, old) for pupil in pupils] == [[(5,)], [(4,)], [(3,)]]
    assert {lines(pupil, old)[0]["reason"] for pupil in pupils} == {"работа проверена позже"}


def test_own_words_need_ten_letters_and_serve_what_is_written_later_too(open_grid, school_on_line):
    cast = school_on_line
    rule(cast, edit_window_days={"mark": 7})
    old, pupils = cast.column(cast.algebra_7a, OLD), cast.pupils_7a
    page = open_grid(old)
    page.keyboard.press("5")
    own = reason(page).get_by_label("Другая причина")
    own.fill("позже")
    own.press("Enter")
    expect(reason(page)).to_be_visible()
    own.fill("тетради были у методиста")
    reason(page).get_by_label("та же причина").check()
    own.press("Enter")
    saved(page)
    page.keyboard.press("4")
    saved(page)
    assert mark(pupils[1], old) == [(4,)]
    assert lines(pupils[1], old)[0]["reason"] == "тетради были у методиста"


def test_without_a_reason_stands_what_stood_there(open_grid, school_on_line):
    cast = school_on_line
    cast.put(cast.algebra_7a, OLD, cast.pupils_7a[0], "3")
    rule(cast, edit_window_days={"mark": 7})
    old = cast.column(cast.algebra_7a, OLD)
    page = open_grid(old)
    page.keyboard.press("5")
    expect(reason(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(cell(page, cast.pupils_7a[0], old)).to_have_text("3")
    expect(status(page)).to_have_attribute("data-save-state", "saved")
    assert mark(cast.pupils_7a[0], old) == [(3,)]


def test_an_average_opens_its_arithmetic_from_the_end_of_the_row(open_grid, school_on_line, column):
    cast = school_on_line
    pupil = cast.pupils_7a[0]
    for day, value in ((OLD, "5"), ("2026-02-18", "4"), ("2026-02-20", "4")):
        cast.put(cast.algebra_7a, day, pupil, value)
    page = open_grid(column)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    average = page.locator(f'tr[data-pupil="{pupil.pk}"] .grid__average')
    expect(average).to_be_focused()
    page.keyboard.press("Enter")
    expect(details(page)).to_contain_text("(5×1 + 4×1 + 4×1)/3 ≈ 4,33")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(average).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(
        page.locator(f'tr[data-pupil="{pupil.pk}"] td').nth(len(page.locator("th[data-column]").all()) - 1)
    ).to_be_focused()
    average.click()
    expect(details(page)).to_contain_text("≈ 4,33")


def test_on_a_phone_the_details_are_a_tap_away_and_nothing_breaks_a_rule(open_grid, school_on_line, column):
    page = open_grid(column, size=PHONE, has_touch=True, color_scheme="dark")
    cell(page, school_on_line.pupils_7a[0], column).tap()
    page.get_by_role("button", name="Подробно").tap()
    expect(details(page)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_teacher_asks_the_deputy_approves_and_the_family_reads_it(open_as, school_on_line):
    """A correction in a closed period, from the grid to the diary."""
    cast = school_on_line
    cast.put(cast.algebra_7a, WEDNESDAY, cast.child, "4")
    PeriodClosure.objects.create(
        period=cast.quarter, closed_by=cast.deputy.person, closed_at=cast.school.now()
    )
    column = cast.column(cast.algebra_7a, WEDNESDAY)
    page = open_as(cast.teacher, f"/journal/{cast.algebra_7a.pk}/")
    cell(page, cast.child, column).click()
    page.keyboard.press("Alt+ArrowDown")
    details(page).get_by_label("Что должно стоять").fill("5")
    details(page).get_by_label("Причина исправления").fill("ошибка при переносе")
    details(page).get_by_role("button", name="Отправить просьбу").click()
    page.wait_for_url("**/corrections/")
    expect(page.locator("main")).to_contain_text("ждёт решения")

    deputy = open_as(cast.deputy, "/corrections/", java_script_enabled=False)
    deputy.get_by_role("button", name="Одобрить").click()
    expect(deputy.locator("main")).to_contain_text("Исправлено")

    week = open_as(cast.parent, f"/diary/{cast.child.pk}/week/2026-W10/")
    row = (
        week.locator('section[aria-labelledby="day-2026-03-04"]')
        .get_by_role("row")
        .filter(has_text="Алгебра")
    )
    assert "5" in row.locator(".lesson__marks").inner_text()


def test_the_deputy_declines_and_the_teacher_reads_why(open_as, school_on_line):
    cast = school_on_line
    ask(cast, closed_cell(cast))
    deputy = open_as(cast.deputy, "/corrections/", size=PHONE)
    deputy.locator("main summary").click()
    deputy.get_by_label("Почему").fill("работа не подтверждает")
    deputy.get_by_role("button", name="Отклонить").click()
    teacher = open_as(cast.teacher, "/corrections/")
    expect(teacher.locator("main")).to_contain_text("Почему отклонено: работа не подтверждает")
    assert mark(cast.child, cast.column(cast.algebra_7a, OLD)) == [(4,)]
