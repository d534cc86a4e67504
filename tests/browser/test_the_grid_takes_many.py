"""Many cells at once: filling, clearing, copying and pasting, each asked for first and taken back at once."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.grid import (
    cell,
    dialog,
    elsewhere,
    from_clipboard,
    into_clipboard,
    mark,
    paste,
    saved,
    state,
    status,
)
from zhurnal.audit.models import Line
from zhurnal.journal.models import Mark

pytestmark = pytest.mark.browser
WEDNESDAY, MONDAY, FRIDAY = "2026-03-04", "2026-03-02", "2026-03-06"
NARROW_PHONE, NARROWEST = (360, 640), (320, 640)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def column(school_on_line):
    return school_on_line.column(school_on_line.algebra_7a, WEDNESDAY)


@pytest.fixture
def grid(open_as, school_on_line, column):
    """The grid with the hand in today's column, on the first pupil."""
    cast = school_on_line
    return open_as(cast.teacher, f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}")


@pytest.fixture
def opened(grid):
    """`opened()`: the page anew, after something has happened elsewhere."""

    def open_anew():
        grid.reload()
        return grid

    return open_anew


def marks(cast, column):
    """The marks of the class in a column, pupil by pupil; None for no mark."""
    return [next(iter(mark(pupil, column)), None) for pupil in cast.pupils_7a]


def violations(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def cue(page):
    return page.locator("[data-cue]")


def answer(page, name):
    dialog(page).get_by_role("button", name=name).click()
    closed(page)


def closed(page):
    """What follows from an answer comes after the dialog has gone."""
    expect(dialog(page)).to_have_count(0)
    page.evaluate("() => new Promise(done => setTimeout(done))")


def take_down(page, times):
    for _ in range(times):
        page.keyboard.press("Shift+ArrowDown")


# Taking


def test_more_cells_are_taken_by_keys_by_a_click_and_by_dragging(grid, school_on_line, column):
    pupils = school_on_line.pupils_7a
    taken = grid.locator('td[aria-selected="true"]')
    take_down(grid, 2)
    expect(taken).to_have_count(3)
    expect(cue(grid)).to_have_text("Выделено клеток: 3, до Гусев Илья · 04.03")
    expect(cell(grid, pupils[0], column)).to_be_focused()
    grid.keyboard.press("Escape")
    expect(taken).to_have_count(0)
    cell(grid, pupils[3], column).click(modifiers=["Shift"])
    expect(taken).to_have_count(5)  # one more has left and keeps a row
    expect(cell(grid, pupils[0], column)).to_be_focused()
    grid.keyboard.press("ArrowDown")
    expect(taken).to_have_count(0)
    cell(grid, pupils[4], column).hover()
    grid.mouse.down()
    cell(grid, pupils[6], column).hover()
    grid.mouse.up()
    expect(taken).to_have_count(3)
    grid.keyboard.press("Control+A")
    expect(taken).to_have_count(len(pupils) + 1)
    grid.keyboard.press("Control+A")
    columns = grid.locator("th[data-column]").count()
    expect(taken).to_have_count((len(pupils) + 1) * columns)
    expect(grid.locator("table[data-grid]")).to_have_attribute("aria-multiselectable", "true")


# Filling


def test_a_mark_and_control_enter_fill_what_is_taken_and_one_undo_takes_all_back(
    grid, school_on_line, column
):
    cast = school_on_line
    take_down(grid, 4)
    grid.keyboard.press("5")
    expect(cell(grid, cast.pupils_7a[0], column)).to_be_focused()  # the hand waits
    grid.keyboard.press("Control+Enter")
    saved(grid)
    # Five rows, one of them of a pupil who has left: it is passed over, and said so.
    assert marks(cast, column) == [(5,)] * 4 + [None] * 6
    expect(cue(grid)).to_have_text("Заполнены 3 клетки. 1 клетка закрыта, она не тронута")
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column) == [None] * 10
    grid.keyboard.press("Control+Y")
    saved(grid)
    assert marks(cast, column) == [(5,)] * 4 + [None] * 6


def test_what_is_typed_in_the_field_can_go_into_all_cells_taken(grid, school_on_line, column):
    cast = school_on_line
    take_down(grid, 1)
    grid.keyboard.press("F2")
    grid.keyboard.insert_text("54")
    grid.keyboard.press("Control+Enter")
    saved(grid)
    assert marks(cast, column)[:3] == [(5, 4), (5, 4), None]
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column) == [None] * 10


def test_marks_that_a_fill_would_write_over_are_shown_first(grid, school_on_line, column, opened):
    cast = school_on_line
    for pupil, value in zip(cast.pupils_7a[1:4], "354", strict=True):
        elsewhere(cast, pupil, column, value)
    grid = opened()
    cell(grid, cast.pupils_7a[0], column).click()
    take_down(grid, 4)
    grid.keyboard.press("5")
    grid.keyboard.press("Control+Enter")
    expect(dialog(grid)).to_have_accessible_name("Перезапишет 2 отметки")
    expect(dialog(grid)).to_contain_text("Белова Алёна · 4 марта, среда, 2-й урок")
    expect(dialog(grid)).to_contain_text("3 → 5")
    answer(grid, "Отмена")
    saved(grid)
    assert marks(cast, column)[:4] == [(5,), (3,), (5,), (4,)]
    expect(cell(grid, cast.pupils_7a[0], column)).to_be_focused()
    grid.keyboard.press("Control+Enter")
    answer(grid, "Перезаписать")
    saved(grid)
    assert marks(cast, column)[:4] == [(5,)] * 4


def test_control_d_carries_the_top_down_and_repeats_the_cell_above(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.press("4")
    grid.keyboard.press("Control+D")
    saved(grid)
    assert marks(cast, column)[:3] == [(4,), (4,), None]
    cell(grid, cast.pupils_7a[1], column).click()
    grid.keyboard.press("Control+Shift+End")
    grid.keyboard.press("Escape")
    cell(grid, cast.pupils_7a[9], column).click(modifiers=["Shift"])
    grid.keyboard.press("Control+D")
    saved(grid)
    assert marks(cast, column) == [(4,)] * 10
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column)[:3] == [(4,), (4,), None]


def test_the_empty_cells_of_a_column_are_filled_and_the_others_kept(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.type("5y")  # the key of «н»
    grid.get_by_role("button", name="Действия").click()
    grid.get_by_role("button", name="Заполнить пустые в колонке").click()
    expect(dialog(grid)).to_contain_text("Пустых клеток: 8. Заполненные останутся как есть.")
    dialog(grid).get_by_label("Что поставить").fill("4")
    grid.keyboard.press("Enter")
    closed(grid)
    saved(grid)
    assert marks(cast, column) == [(5,), None, *[(4,)] * 8]
    expect(cell(grid, cast.pupils_7a[1], column)).to_have_text("н")
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column) == [(5,), *[None] * 9]


def test_the_empty_cells_of_any_column_are_filled_by_a_button_that_names_it(grid, school_on_line):
    cast = school_on_line
    monday = cast.column(cast.algebra_7a, MONDAY)
    grid.evaluate(
        """column => {
          const button = document.createElement("button");
          Object.assign(button.dataset, { command: "fillEmpty", column });
          document.querySelector("[data-module=grid]").append(button);
          button.click();
        }""",
        str(monday.pk),
    )
    expect(dialog(grid)).to_contain_text("2 марта, понедельник")
    dialog(grid).get_by_label("Что поставить").fill("3")
    answer(grid, "Поставить")
    saved(grid)
    assert marks(cast, monday) == [(3,)] * 10


# Clearing


def test_clearing_many_asks_once_and_comes_back_at_once(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.type("5432")
    saved(grid)
    cell(grid, cast.pupils_7a[0], column).click()
    grid.keyboard.press("Control+A")
    grid.keyboard.press("Delete")
    expect(dialog(grid)).to_have_accessible_name("Сотрёт 4 отметки")
    answer(grid, "Стереть")
    saved(grid)
    assert marks(cast, column) == [None] * 10
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column)[:4] == [(5,), (4,), (3,), (2,)]


def test_a_key_that_is_held_down_agrees_to_nothing(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.type("54")
    saved(grid)
    cell(grid, cast.pupils_7a[0], column).click()
    take_down(grid, 1)
    grid.keyboard.down("Control")
    grid.keyboard.down("Enter")
    expect(dialog(grid).get_by_role("button", name="Перезаписать")).to_be_focused()
    for _ in range(5):
        grid.keyboard.down("Enter")
    grid.keyboard.up("Control")
    grid.keyboard.down("Enter")
    expect(dialog(grid)).to_have_count(1)
    grid.keyboard.up("Enter")
    grid.keyboard.press("Escape")
    closed(grid)
    assert marks(cast, column)[:2] == [(5,), (4,)]


# Pasting


def test_a_table_is_matched_by_names_shown_and_written_only_then(grid, school_on_line, column, opened):
    cast = school_on_line
    by_name = {pupil.surname: pupil for pupil in cast.pupils_7a}
    elsewhere(cast, by_name["Юсупова"], column, "3")
    grid = opened()
    cell(grid, cast.pupils_7a[4], column).click()
    paste(
        grid,
        "ФИО\tОтметка\nЮсупова Гузель\t5\nСидоров Пётр\t2\nЕлкин С.\t4,0\nИванова Мария\t5\n"
        "БЕЛОВА АЛЕНА\t\u00a0отл \nЛи Ян\t",
    )
    expect(dialog(grid)).to_have_accessible_name("Вставка из таблицы")
    expect(dialog(grid)).to_contain_text("Будут записаны 3 клетки. Пока не записано ничего.")
    expect(dialog(grid)).to_contain_text("Перезапишет 1 отметку")
    rows = dialog(grid).locator("tbody tr")
    assert rows.all_inner_texts() == [
        "Юсупова Гузель\t3 → 5",
        "Ёлкин Семён\nв таблице: Елкин С.\n\t4",
        "Белова Алёна\nв таблице: БЕЛОВА АЛЕНА\n\tотл",
    ]
    lists = dialog(grid).locator("section").all_inner_texts()
    assert lists[0].split("\n") == ["В журнале нет такого ученика", "строка 1: ФИО", "строка 3: Сидоров Пётр"]
    assert lists[1].split("\n")[1:] == ["строка 5: Иванова Мария"]
    assert marks(cast, column) == [None] * 9 + [(3,)]
    answer(grid, "Записать 3 клетки")
    saved(grid)
    expected = {"Юсупова": (5,), "Ёлкин": (4,), "Белова": (5,)}
    assert marks(cast, column) == [expected.get(pupil.surname) for pupil in cast.pupils_7a]
    expect(cell(grid, by_name["Белова"], column)).to_have_text("5")
    expect(cell(grid, cast.pupils_7a[4], column)).to_be_focused()
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column) == [None] * 9 + [(3,)]


def test_a_column_without_names_goes_down_from_the_hand(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.press("ArrowDown")
    paste(grid, "5\r\n\r\n4\r\n")
    expect(dialog(grid)).to_contain_text("строки идут по порядку, от выбранной клетки вниз")
    grid.keyboard.press("Enter")
    closed(grid)
    saved(grid)
    # The row of a pupil who has left lies between.
    assert marks(cast, column)[:4] == [None, (5,), (4,), None]


def test_a_mark_for_somebody_who_was_not_there_warns_that_rows_may_be_shifted(grid, school_on_line, column):
    cast = school_on_line
    paste(grid, "5\n4\n3\n2")
    expect(dialog(grid)).to_contain_text("проверьте, не сдвинуты ли строки")
    expect(dialog(grid)).to_contain_text("В этот день ученика в списке не было")
    grid.keyboard.press("Escape")
    closed(grid)
    assert marks(cast, column) == [None] * 10


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5\n" * 40, "В таблице строк: 40, а от выбранной клетки до конца списка — 11. Ничего не записано."),
        ("5\t" * 80, "В таблице столбцов: 80, а от выбранной клетки до конца периода — "),
        ("Быков Лев\t5\nШишкина Ева\t4", "Ни одного ученика из таблицы в этом журнале нет."),
        ("Ученик\t05.03\nЛи Ян\t5", "Ни на одну из дат в таблице нет урока в этом периоде."),
        ("\t\n", "нет ни одной отметки"),
    ],
    ids=["rows", "columns", "class", "dates", "nothing"],
)
def test_a_paste_that_does_not_fit_says_what_to_do_and_writes_nothing(grid, text, sentence):
    paste(grid, text)
    expect(dialog(grid)).to_have_accessible_name("Не вставлено")
    expect(dialog(grid)).to_contain_text(sentence)
    assert dialog(grid).get_by_role("button").all_inner_texts() == ["Закрыть"]
    grid.keyboard.press("Escape")
    closed(grid)
    saved(grid)
    assert not Mark.objects.exists()


def test_dates_lead_to_their_lessons_and_locked_ones_are_left_out(grid, school_on_line):
    cast = school_on_line
    monday = cast.column(cast.algebra_7a, MONDAY)
    paste(grid, "Ученик\t06.03\t2 марта\t27.02\tСр.\nЛи Ян\t5\t4\t3\t4,5\nБелова Алёна\t5\t5\t\t5,0")
    expect(dialog(grid)).to_contain_text("Будут записаны 2 клетки")
    reasons = dialog(grid).locator("section h3").all_inner_texts()
    assert reasons == [
        "Урок ещё не прошёл: отметки ставят с дня урока",
        "Урок отменён: отметок здесь не ставят",
        "Столбцы без даты урока пропущены",
    ]
    answer(grid, "Записать 2 клетки")
    saved(grid)
    assert [pupil.surname for pupil, one in zip(cast.pupils_7a, marks(cast, monday), strict=True) if one] == [
        "Белова",
        "Ли",
    ]
    assert Mark.objects.count() == 2


def test_what_the_journal_refuses_of_a_paste_stays_listed_with_its_reason(grid, school_on_line, column):
    cast = school_on_line
    paste(grid, "Абдуллаев\t7\nБелова\t5\nЁлкин\tерунда")
    answer(grid, "Записать 3 клетки")
    state(grid, "failed")
    assert marks(cast, column)[:3] == [None, (5,), None]
    status(grid).get_by_role("button", name="Весь список: 2").click()
    listed = dialog(grid).locator("li").all_inner_texts()
    assert listed[0].startswith("Абдуллаев Рустам · 4 марта, среда, 2-й урок. Ответ на уроке: 7. ")
    assert "ерунда" in listed[1]
    dialog(grid).get_by_role("button", name="Ёлкин Семён").click()
    closed(grid)
    expect(cell(grid, cast.pupils_7a[2], column)).to_be_focused()
    state(grid, "failed")
    status(grid).get_by_role("button", name="Весь список: 2").click()
    answer(grid, "Понятно, убрать весь список")
    saved(grid)
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column)[:3] == [None, None, None]  # what was refused is none of the step


def test_a_field_takes_the_table_where_there_is_no_control_v(open_as, school_on_line, column):
    cast = school_on_line
    page = open_as(
        cast.teacher, f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}", size=PHONE,
        has_touch=True, is_mobile=True,
    )  # fmt: skip
    page.get_by_role("button", name="Действия").tap()
    page.get_by_role("button", name="Вставить из таблицы").tap()
    dialog(page).get_by_label("Клетки из таблицы").fill("Ли Ян\t5\nБелова\t4")
    dialog(page).get_by_role("button", name="Посмотреть").tap()
    expect(dialog(page)).to_contain_text("Будут записаны 2 клетки")
    dialog(page).get_by_role("button", name="Записать 2 клетки").tap()
    closed(page)
    saved(page)
    assert [one for one in marks(cast, column) if one] == [(4,), (5,)]


def test_a_reader_copies_but_pastes_nothing(open_as, school_on_line, column):
    cast = school_on_line
    page = open_as(cast.classteacher, f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}")
    paste(page, "5\n4")
    expect(cue(page)).to_have_text("Эту страницу можно только смотреть")
    for keys in ("Control+D", "Control+Enter", "Delete", "Control+Z", "Control+X"):
        page.keyboard.press(keys)
    assert not Mark.objects.exists()
    assert dialog(page).count() == 0


# Copying


def test_what_is_copied_can_be_pasted_back_and_changes_nothing(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.type("54y3")
    saved(grid)
    cell(grid, cast.pupils_7a[0], column).click()
    take_down(grid, 2)
    grid.keyboard.press("Control+C")
    assert from_clipboard(grid) == "5\n4\n"
    grid.keyboard.press("Control+A")
    grid.keyboard.press("Control+A")
    grid.keyboard.press("Control+C")
    lines = from_clipboard(grid).split("\n")
    assert lines[0].startswith("Ученик\t12.01\t")
    assert lines[0].endswith("\tСр.\tОтм.\tИтог")
    assert len(lines) == 12
    paste(grid, "\n".join(lines))
    expect(dialog(grid)).to_contain_text("Записывать нечего: всё это уже стоит в журнале")
    assert dialog(grid).get_by_role("button").all_inner_texts() == ["Закрыть"]


def test_the_whole_table_is_copied_by_a_button(grid):
    grid.get_by_role("button", name="Действия").click()
    grid.get_by_role("button", name="Скопировать таблицу").click()
    expect(cue(grid)).to_have_text("Скопировано: вставьте в электронную таблицу")
    assert from_clipboard(grid).startswith("Ученик\t12.01\t")


def test_what_is_cut_is_in_the_clipboard_and_out_of_the_cells(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.type("54")
    saved(grid)
    cell(grid, cast.pupils_7a[0], column).click()
    take_down(grid, 1)
    grid.keyboard.press("Control+X")
    answer(grid, "Стереть")
    saved(grid)
    assert marks(cast, column) == [None] * 10
    assert from_clipboard(grid) == "5\n4"


def test_one_cell_that_is_pasted_counts_as_typed(grid, school_on_line, column):
    cast = school_on_line
    paste(grid, "5,0\r\n")
    saved(grid)
    assert dialog(grid).count() == 0
    assert marks(cast, column)[0] == (5,)
    take_down(grid, 1)
    into_clipboard(grid, "4")
    grid.keyboard.press("Control+V")
    expect(dialog(grid)).to_have_accessible_name("Перезапишет 1 отметку")
    answer(grid, "Перезаписать")
    saved(grid)
    assert marks(cast, column)[:3] == [(4,), (4,), None]


# Taking back


def test_what_can_be_taken_back_survives_the_page(grid, school_on_line, column):
    cast = school_on_line
    grid.keyboard.type("543")
    saved(grid)
    elsewhere_changed = cell(grid, cast.pupils_7a[1], column)
    grid.get_by_role("link", name="2-я четверть").click()
    grid.get_by_role("link", name="3-я четверть").click()
    expect(elsewhere_changed).to_have_text("4")
    elsewhere_now(cast, cast.pupils_7a[1])
    grid.reload()
    grid.locator("td[tabindex='0']").focus()
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column)[:3] == [(5,), (2,), None]
    grid.keyboard.press("Control+Z")  # somebody else has written there since: it is left alone, and said so
    expect(cue(grid)).to_have_text("1 клетка не тронута: в ней уже стоит другое")
    grid.keyboard.press("Control+Z")
    saved(grid)
    assert marks(cast, column)[:3] == [None, (2,), None]


def elsewhere_now(cast, pupil):
    written = cast.put(cast.algebra_7a, WEDNESDAY, pupil, "2", seen=1)
    assert written.text == "2"


def test_who_signs_out_leaves_no_steps_behind(grid):
    grid.keyboard.type("54")
    saved(grid)
    grid.reload()
    assert grid.evaluate("Object.keys(sessionStorage).filter(key => key.includes('steps')).length") == 1
    grid.get_by_role("button", name="Выйти").click()
    grid.wait_for_url("**/login/**")
    assert grid.evaluate("Object.keys(sessionStorage).filter(key => key.includes('steps'))") == []


# Without the network


def test_a_column_entered_without_network_is_neither_lost_nor_doubled(grid, school_on_line, column):
    cast = school_on_line
    before = Line.objects.count()
    grid.context.set_offline(True)
    grid.keyboard.type("5432543254", delay=10)
    state(grid, "queued")
    cell(grid, cast.pupils_7a[0], column).click()
    take_down(grid, 2)
    grid.keyboard.press("3")
    grid.keyboard.press("Control+Enter")
    answer(grid, "Перезаписать")
    assert marks(cast, column) == [None] * 10
    lost: list[object] = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())  # it reaches the server, its answer reaches nobody
        return route.abort()

    grid.route("**/cells/", lose_the_first)
    grid.context.set_offline(False)
    saved(grid)
    assert lost
    assert marks(cast, column) == [(3,), (3,), *[(int(key),) for key in "32543254"]]
    # The two that were changed twice have two lines, the third was 3 already.
    written = Mark.objects.filter(work=column).count()
    assert written == 10
    assert 10 <= Line.objects.count() - before <= 12


# Moving


def test_alt_and_an_arrow_walk_from_lesson_to_lesson_and_back_to_today(grid, school_on_line, column):
    cast = school_on_line
    first = cast.pupils_7a[0]
    grid.keyboard.press("Alt+ArrowLeft")
    expect(cell(grid, first, cast.column(cast.algebra_7a, MONDAY))).to_be_focused()
    grid.keyboard.press("Alt+ArrowRight")
    grid.keyboard.press("Alt+ArrowRight")
    expect(cell(grid, first, cast.column(cast.algebra_7a, FRIDAY))).to_be_focused()
    grid.keyboard.press("Home")
    grid.keyboard.press("Control+;")
    expect(cell(grid, first, column)).to_be_focused()


# What opens over the sheet


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (NARROWEST, "dark")], ids=["desk", "phone"])
def test_what_opens_over_the_sheet_breaks_no_rule_of_accessibility(
    open_as, school_on_line, column, size, scheme
):
    cast = school_on_line
    address = f"/journal/{cast.algebra_7a.pk}/#lesson-{column.lesson_id}"
    page = open_as(cast.teacher, address, size=size, color_scheme=scheme, reduced_motion="reduce")
    monday = cast.column(cast.algebra_7a, MONDAY)
    cell(page, cast.pupils_7a[0], monday).click()
    page.keyboard.type("543")
    saved(page)
    cell(page, cast.pupils_7a[0], monday).click()
    take_down(page, 3)
    found = violations(page)
    paste(
        page, "Ученик\t02.03\t06.03\nАбдуллаев Рустам\t2\t5\nБелова А.\t4\t\nЁлкин\tнет\t\nСидоров Пётр\t5\t"
    )
    expect(dialog(page)).to_have_count(1)
    found += violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.keyboard.press("Enter")
    closed(page)
    page.get_by_role("button", name="Действия").click()
    found += violations(page)
    page.get_by_role("button", name="Заполнить пустые в колонке").click()
    expect(dialog(page)).to_have_count(1)
    found += violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert found == []


def test_esc_closes_the_legend_that_a_key_has_opened(grid, school_on_line, column):
    first = school_on_line.pupils_7a[0]
    grid.keyboard.press("?")
    expect(grid.locator("#legend")).to_be_visible()
    grid.keyboard.press("Escape")
    expect(grid.locator("#legend")).to_be_hidden()
    expect(cell(grid, first, column)).to_be_focused()


def test_the_hand_comes_back_from_every_question_to_its_cell(grid, school_on_line, column):
    first = school_on_line.pupils_7a[0]
    for way in ("Escape", "Enter"):
        paste(grid, "5\n\n4")
        expect(dialog(grid)).to_have_count(1)
        grid.keyboard.press(way)
        closed(grid)
        expect(cell(grid, first, column)).to_be_focused()


# The narrow phone


def test_all_keys_of_the_thumb_stand_in_one_row_at_360(open_as, school_on_line, column):
    cast = school_on_line
    page = open_as(
        cast.teacher, f"/journal/{cast.algebra_7a.pk}/", size=NARROW_PHONE, has_touch=True, is_mobile=True
    )
    cell(page, cast.pupils_7a[0], column).tap()
    keys = page.locator("[data-keypad] .keypad__key")
    boxes = keys.evaluate_all("all => all.map(one => one.getBoundingClientRect())")
    assert len(boxes) == 7
    assert len({box["top"] for box in boxes}) == 1
    assert min(min(box["width"], box["height"]) for box in boxes) >= 48
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW_PHONE[0]
    page.get_by_role("button", name="Точка").tap()
    expect(cell(page, cast.pupils_7a[1], column)).to_be_in_viewport(ratio=1)
